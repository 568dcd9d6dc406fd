package ai.a5c.krate.resource;

import java.util.List;

/** The status of a kind that is only ready or not. */
public record ReadyStatus(
        @Field("The spec generation that the conditions speak of.")
        long observedGeneration,

        @Field("What was observed, one entry a type.") List<Condition> conditions) {

    /** Nothing observed yet. */
    public static final ReadyStatus UNKNOWN = new ReadyStatus(0, List.of());

    public ReadyStatus {
        conditions = List.copyOf(conditions);
    }
}
