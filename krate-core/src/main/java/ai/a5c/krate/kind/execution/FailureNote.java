package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What kind of failure the last attempt ended with, and what to do. */
public record FailureNote(
        @Field("The class of the failure, as in rate-limited; empty for none.")
        String failureClass,

        @Field("What a person can do about it.") String advice,

        @Field("When it is tried again by itself.") @Nullable Instant retryAt) {

    /** Nothing failed. */
    public static final FailureNote NONE = new FailureNote("", "", null);
}
