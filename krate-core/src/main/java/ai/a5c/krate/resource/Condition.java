package ai.a5c.krate.resource;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One observed aspect of a resource, shaped as Kubernetes' {@code metav1.Condition}.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason CamelCase and stable, for programs
 * @param message for people only
 * @param lastTransitionTime when {@code status} last changed
 */
public record Condition(
        String type,
        String status,
        String reason,
        String message,
        long observedGeneration,
        Instant lastTransitionTime) {

    /** {@code conditions} with {@code next} in the place of its type; the transition time moves only with the status. */
    public static List<Condition> with(List<Condition> conditions, Condition next) {
        Condition placed = conditions.stream()
                .filter(condition -> condition.type().equals(next.type())
                        && condition.status().equals(next.status()))
                .findFirst()
                .map(before -> next.since(before.lastTransitionTime()))
                .orElse(next);
        return Stream.concat(
                        conditions.stream()
                                .filter(condition -> !condition.type().equals(next.type())),
                        Stream.of(placed))
                .toList();
    }

    private Condition since(Instant time) {
        return new Condition(type, status, reason, message, observedGeneration, time);
    }
}
