package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The condition of a resource that refers to one that was deleted. */
final class LostDependency {

    private LostDependency() {}

    /** {@code referrer} with the condition that it is not ready; empty if its kind has no conditions. */
    static Optional<Resource> noted(Kind kind, Resource referrer, ResourceKey gone, Instant now) {
        boolean observed = kind.schema().property("status").orElseThrow().schema() instanceof ObjectOf status
                && status.property("conditions").isPresent();
        return observed ? Optional.of(lost(kind, referrer, gone, now)) : Optional.empty();
    }

    private static Resource lost(Kind kind, Resource referrer, ResourceKey gone, Instant now) {
        Map<String, Object> document = ResourceCodec.write(referrer);
        Map<String, Object> status = new LinkedHashMap<>();
        if (document.get("status") instanceof Map<?, ?> before) {
            before.forEach((name, value) -> status.put(String.valueOf(name), value));
        }
        Map<String, Object> ready = new LinkedHashMap<>(Map.of(
                "type",
                "Ready",
                "status",
                "False",
                "reason",
                "DependencyDeleted",
                "message",
                "%s '%s' was deleted".formatted(gone.kind(), gone.name()),
                "observedGeneration",
                referrer.metadata().generation(),
                "lastTransitionTime",
                now.toString()));
        status.put("conditions", with(status.get("conditions"), ready));
        document.put("status", status);
        return ResourceCodec.read(kind, document);
    }

    private static List<Object> with(@Nullable Object before, Map<String, Object> ready) {
        List<Object> conditions = new ArrayList<>();
        if (before instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof Map<?, ?> condition) || !"Ready".equals(condition.get("type"))) {
                    conditions.add(item);
                } else if ("False".equals(condition.get("status"))) {
                    ready.put("lastTransitionTime", condition.get("lastTransitionTime"));
                }
            }
        }
        conditions.add(ready);
        return conditions;
    }
}
