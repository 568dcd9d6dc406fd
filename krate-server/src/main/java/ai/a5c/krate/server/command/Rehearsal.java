package ai.a5c.krate.server.command;

import ai.a5c.krate.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server would make of a document, which it does not keep.
 *
 * @param live what there is
 * @param then what there would be
 */
record Rehearsal(Optional<Map<String, Object>> live, Map<String, Object> then) {

    private static final String DRY = "dryRun=All&fieldManager=krate";
    private static final List<String> KEPT_BY_THE_SERVER =
            List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

    /** Asks for the document to be written as a whole. */
    static Rehearsal of(Face face, Manifest manifest) {
        Optional<Map<String, Object>> live = face.client().find(manifest.path(face));
        String path = live.isPresent() ? manifest.path(face) : manifest.collection(face);
        Map<String, Object> then =
                face.client().write(live.isPresent() ? "PUT" : "POST", path + "?" + DRY, manifest.document());
        return new Rehearsal(live, then);
    }

    String outcome() {
        if (live.isEmpty()) {
            return "created";
        }
        return before().equals(after()) ? "unchanged" : "configured";
    }

    /** What there is, as YAML without what the server keeps; empty if there is nothing. */
    String before() {
        return live.map(Rehearsal::own).orElse("");
    }

    /** What there would be. */
    String after() {
        return own(then);
    }

    private static String own(Map<String, Object> document) {
        Map<String, Object> own = Json.readObject(Json.write(document));
        own.remove("status");
        if (own.get("metadata") instanceof Map<?, ?> metadata) {
            Map<Object, Object> shown = new LinkedHashMap<>(metadata);
            shown.keySet().removeAll(KEPT_BY_THE_SERVER);
            own.put("metadata", shown);
        }
        return Output.yaml(own);
    }
}
