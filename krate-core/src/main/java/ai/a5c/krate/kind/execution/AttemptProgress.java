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
        @Field("When it was heard last.") @Nullable Instant lastHeardAt,
        @Field("The tool call that it made last.") LastCall lastCall) {

    /** Nothing heard. */
    public static final AttemptProgress NONE = new AttemptProgress(0, 0, false, null, LastCall.NONE);

    /** A tool call, and how often it was made in a row. */
    public record LastCall(
            @Field("The tool.") String tool,
            @Field("The digest of tool and input.") String digest,

            @Field(value = "How often in a row; the most once that is too often.", min = 0)
            int times) {

        /** No call. */
        public static final LastCall NONE = new LastCall("", "", 0);
    }
}
