package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;

/** Where a queued run stands in the queue of its pool, and why it waits. */
public record QueuePlace(
        @Field(value = "From 1, in the order in which they would start from now on; 0 while it does not wait.", min = 0)
        int position,

        @Field(value = "How many wait for the same pool.", min = 0)
        int length,

        @Field("Why it waits, as in pool-full.") String reason,
        @Field("The same for people.") String message) {

    /** It does not wait. */
    public static final QueuePlace NONE = new QueuePlace(0, 0, "", "");
}
