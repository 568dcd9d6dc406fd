package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far an attempt has come, as far as was heard. */
public record AttemptProgress(
        @Field(value = "Turns of the conversation.", min = 0)
        int turns,

        @Field(value = "Bytes that were said.", min = 0) long outputBytes,
        @Field("Whether something that it said is missing.") boolean incomplete,
        @Field("When it was heard last.") @Nullable Instant lastHeardAt) {

    /** Nothing heard. */
    public static final AttemptProgress NONE = new AttemptProgress(0, 0, false, null);
}
