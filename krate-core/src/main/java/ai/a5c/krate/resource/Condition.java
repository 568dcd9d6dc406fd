package ai.a5c.krate.resource;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** One observed aspect of a resource, shaped as Kubernetes' {@code metav1.Condition}. */
public record Condition(
        @Field(value = "The aspect, such as Ready.", required = true)
        String type,

        @Field(value = "True, False or Unknown.", required = true)
        String status,

        @Field("Why, as a stable CamelCase word for programs.")
        String reason,

        @Field("Why, for people only.") String message,

        @Field("The spec generation that the condition speaks of.")
        long observedGeneration,

        @Field("When the status last became another.") Instant lastTransitionTime) {

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
