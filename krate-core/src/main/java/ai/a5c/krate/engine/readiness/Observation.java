package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resource as it was read, and the conditions that it should have; others that it has stay. */
record Observation(Resource resource, List<Condition> conditions) {

    Observation {
        conditions = List.copyOf(conditions);
    }

    /** The write that gives the resource those conditions; empty if it has them. */
    Optional<Edit> edit() {
        return changed().map(next -> Edit.of(resource, records -> records.observed(next)));
    }

    Optional<Resource> changed() {
        Map<String, Object> document = ResourceCodec.write(resource);
        List<Condition> before = conditions(resource);
        List<Condition> next = before;
        for (Condition condition : conditions) {
            next = Condition.with(next, condition);
        }
        if (next.equals(before)) {
            return Optional.empty();
        }
        Map<String, Object> status = new LinkedHashMap<>();
        if (document.get("status") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> status.put(String.valueOf(name), value));
        }
        status.put("observedGeneration", resource.metadata().generation());
        status.put("conditions", next.stream().map(Observation::document).toList());
        document.put("status", status);
        return Optional.of(ResourceCodec.read(KindRegistry.of(resource.getClass()), document));
    }

    /** The conditions that a resource has now. */
    static List<Condition> conditions(Resource resource) {
        return ResourceCodec.write(resource).get("status") instanceof Map<?, ?> status
                        && status.get("conditions") instanceof List<?> items
                ? items.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> condition((Map<?, ?>) item))
                        .toList()
                : List.of();
    }

    private static Condition condition(Map<?, ?> item) {
        return new Condition(
                text(item.get("type")),
                text(item.get("status")),
                text(item.get("reason")),
                text(item.get("message")),
                item.get("observedGeneration") instanceof Number number ? number.longValue() : 0,
                item.get("lastTransitionTime") == null
                        ? Instant.EPOCH
                        : Instant.parse(text(item.get("lastTransitionTime"))));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<String, Object> document(Condition condition) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", condition.type());
        document.put("status", condition.status());
        document.put("reason", condition.reason());
        document.put("message", condition.message());
        document.put("observedGeneration", condition.observedGeneration());
        document.put("lastTransitionTime", condition.lastTransitionTime().toString());
        return document;
    }
}
