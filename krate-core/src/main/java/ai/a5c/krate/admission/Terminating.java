package ai.a5c.krate.admission;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.validate.Faults;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What may still happen to a resource whose deletion was asked for: finalizers go, and nothing else. */
public final class Terminating {

    /** The finalizer that waits until what the resource owns and what blocks its deletion is gone. */
    public static final String FOREGROUND = "foregroundDeletion";

    /** The finalizer that waits until what the resource owns has lost it as an owner. */
    public static final String ORPHAN = "orphan";

    private Terminating() {}

    /** Notes what {@code next} changes although the deletion of {@code before} was asked for. */
    public static void check(Map<String, Object> before, Map<String, Object> next, Faults faults) {
        if (Fields.text(before, "metadata.deletionTimestamp").isEmpty()) {
            return;
        }
        List<Object> kept = finalizers(before);
        finalizers(next).stream()
                .filter(name -> !kept.contains(name))
                .forEach(name -> faults.at(
                        "$.metadata.finalizers", "'%s' comes too late; the resource is being deleted".formatted(name)));
        if (!Objects.equals(before.get("spec"), next.get("spec"))) {
            faults.at("$.spec", "may not change; the resource is being deleted");
        }
    }

    private static List<Object> finalizers(Map<String, Object> document) {
        return document.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("finalizers") instanceof List<?> finalizers
                ? List.copyOf(finalizers)
                : List.of();
    }

    /** Whether nothing holds the resource any more. */
    public static boolean isOver(Metadata metadata) {
        return metadata.deletionTimestamp() != null && metadata.finalizers().isEmpty();
    }
}
