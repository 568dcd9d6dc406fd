package ai.a5c.krate.server.http;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionGoneException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The change log as a Kubernetes watch: one JSON object a line. */
final class ChangeLines implements LiveSource {

    private final ChangeQuery query;
    private final List<Selector> fields;
    private final Predicate<ResourceKey> visible;
    private long version;
    private boolean ended;

    ChangeLines(ChangeQuery query, List<Selector> fields, Predicate<ResourceKey> visible, long version) {
        this.query = query;
        this.fields = List.copyOf(fields);
        this.visible = visible;
        this.version = version;
    }

    @Override
    public List<String> next(Tick tick, int room) {
        List<String> lines = new ArrayList<>();
        try {
            for (Change change : tick.store().changes(query, version, Math.min(100, Math.max(1, room)))) {
                version = change.resource().version();
                if (wanted(change.resource())) {
                    lines.add(line(change.type().name(), tree(change.resource())));
                }
            }
        } catch (VersionGoneException e) {
            ended = true;
            lines.add(line("ERROR", Map.of("kind", "Status", "status", "Failure", "reason", "Gone", "code", 410)));
        }
        return lines;
    }

    private boolean wanted(StoredResource resource) {
        return visible.test(resource.key())
                && fields.stream().allMatch(selector -> selector.matches(resource.fields()));
    }

    private static String line(String type, Map<String, Object> object) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", type);
        tree.put("object", object);
        return Json.write(tree) + "\n";
    }

    private static Map<String, Object> tree(StoredResource stored) {
        Map<String, Object> document = new LinkedHashMap<>(Json.readObject(stored.document()));
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (document.get("metadata") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> metadata.put(String.valueOf(name), value));
        }
        metadata.put("resourceVersion", Long.toString(stored.version()));
        document.put("metadata", metadata);
        return document;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public String keepAlive() {
        return "\n";
    }
}
