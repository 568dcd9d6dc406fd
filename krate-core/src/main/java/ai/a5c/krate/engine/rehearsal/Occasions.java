package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.validate.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a rule is to be tried on from what somebody sent. */
public final class Occasions {

    private static final List<String> KINDS = List.of("delivery", "payload", "event", "fixture");
    private static final List<String> PERMISSIONS = List.of("none", "read", "triage", "write", "admin", "owner");

    private Occasions() {}

    /**
     * The occasion of {@code body}: one of {@code delivery} (a name), {@code event} (in Krate's words), {@code fixture} (a
     * name of {@link Fixtures}, with {@code repository} and perhaps {@code text}) or {@code payload} (as the forge sends it, with {@code
     * eventType}, {@code forge} and {@code permission}).
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static Occasion read(Map<String, Object> body, String organization) {
        Faults faults = new Faults();
        List<String> given = KINDS.stream().filter(body::containsKey).toList();
        if (given.size() != 1) {
            faults.at("$", "expected exactly one of " + String.join(", ", KINDS));
            faults.throwIfAny();
        }
        return switch (given.get(0)) {
            case "delivery" -> new Occasion.Stored(required(body, "delivery"));
            case "event" ->
                new Occasion.Given(
                        Trees.at("$.event", () -> EventDocument.read(Trees.object(body.get("event")), organization)));
            case "fixture" ->
                new Occasion.Given(Fixtures.of(
                        required(body, "fixture"), organization, required(body, "repository"), text(body, "text", "")));
            default -> pasted(body);
        };
    }

    private static Occasion pasted(Map<String, Object> body) {
        Object payload = body.get("payload");
        String text = payload instanceof String raw ? raw : Json.write(payload);
        Optional<String> permission = Optional.of(text(body, "permission", "")).filter(word -> !word.isEmpty());
        if (permission.isPresent() && !PERMISSIONS.contains(permission.get())) {
            new Faults()
                    .at("$.permission", "expected one of " + String.join(", ", PERMISSIONS))
                    .throwIfAny();
        }
        return new Occasion.Pasted(text(body, "forge", "gitea"), required(body, "eventType"), text, permission);
    }

    private static String required(Map<String, Object> body, String member) {
        String text = text(body, member, "");
        if (text.isEmpty()) {
            new Faults().at("$." + member, "required; expected text").throwIfAny();
        }
        return text;
    }

    private static String text(Map<String, Object> body, String member, String otherwise) {
        Object value = body.getOrDefault(member, otherwise);
        if (value instanceof String text) {
            return text;
        }
        new Faults().at("$." + member, "expected text").throwIfAny();
        return otherwise;
    }
}
