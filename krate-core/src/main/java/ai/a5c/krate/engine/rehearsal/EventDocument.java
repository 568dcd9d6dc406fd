package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads events that are written in Krate's own words. */
public final class EventDocument {

    private static final String PAYLOAD = "payload";
    private static final List<String> MEMBERS = Arrays.stream(SourceEvent.class.getRecordComponents())
            .map(component -> component.getName())
            .toList();
    private static final List<String> ACTORS = Arrays.stream(SourceEvent.Actor.class.getRecordComponents())
            .map(component -> component.getName())
            .toList();

    private EventDocument() {}

    /**
     * The event in {@code document}: source, type, repository and actor.login must be there. It is untrusted unless it
     * says otherwise; mentions are found in its text unless it names them.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static SourceEvent read(Map<String, Object> document, String organization) {
        Faults faults = new Faults();
        unknown(document.keySet(), "$", MEMBERS, faults);
        word(document.get("source"), "$.source", words(Source.values()), faults);
        if (document.containsKey("trust")) {
            word(document.get("trust"), "$.trust", words(Trust.values()), faults);
        }
        text(document.get("type"), "$.type", faults);
        text(document.get("repository"), "$.repository", faults);
        if (document.get("actor") instanceof Map<?, ?> actor) {
            unknown(actor.keySet().stream().map(String::valueOf).toList(), "$.actor", ACTORS, faults);
            text(actor.get("login"), "$.actor.login", faults);
        } else {
            faults.at("$.actor", "required; expected an object with login, id and permission");
        }
        if (!organization.equals(document.getOrDefault("organization", organization))) {
            faults.at("$.organization", "expected '%s'".formatted(organization));
        }
        if (document.containsKey(PAYLOAD) && !(document.get(PAYLOAD) instanceof Map)) {
            faults.at("$.payload", "expected an object");
        }
        faults.throwIfAny();
        return whole(document, organization, faults);
    }

    private static SourceEvent whole(Map<String, Object> document, String organization, Faults faults) {
        Map<String, Object> tree = new LinkedHashMap<>(document);
        tree.put("organization", organization);
        tree.putIfAbsent("uid", CanonicalJson.digest(document).hex());
        tree.putIfAbsent("trust", "untrusted");
        tree.putIfAbsent("occurredAt", Instant.EPOCH.toString());
        tree.putIfAbsent("text", Map.of());
        try {
            SourceEvent event = stored(tree);
            return document.containsKey("mentions")
                    ? event
                    : event.change()
                            .mentions(Mention.findAll(event.text().trigger()))
                            .build();
        } catch (InvalidJsonException e) {
            faults.at("$", String.valueOf(e.getMessage()));
            faults.throwIfAny();
            throw e;
        }
    }

    /** The event that was stored as {@code tree}. */
    static SourceEvent stored(Map<String, Object> tree) {
        Map<String, Object> own = new LinkedHashMap<>(tree);
        Object payload = own.remove(PAYLOAD);
        SourceEvent event = Json.fromTree(own, SourceEvent.class);
        return event.change()
                .payload(payload instanceof Map<?, ?> ? Payload.of(Trees.object(payload)) : Payload.NONE)
                .build();
    }

    private static void unknown(Iterable<String> names, String path, List<String> known, Faults faults) {
        for (String name : names) {
            if (!known.contains(name)) {
                faults.at(
                        path,
                        "unknown field; known are %s%s"
                                .formatted(String.join(", ", known), NearestName.hint(name, known)));
            }
        }
    }

    private static void text(@Nullable Object value, String path, Faults faults) {
        if (!(value instanceof String text) || text.isBlank()) {
            faults.at(path, "required; expected text");
        }
    }

    private static void word(@Nullable Object value, String path, List<String> words, Faults faults) {
        if (!(value instanceof String text) || !words.contains(text)) {
            faults.at(path, "expected one of " + String.join(", ", words));
        }
    }

    private static List<String> words(Enum<?>[] constants) {
        return Stream.of(constants).map(Narration::word).toList();
    }
}
