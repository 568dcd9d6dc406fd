package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;

/** What an attempt goes on with: the attempt before it, its conversation, and what it is told now. */
public record AttemptOrigin(
        @Field(value = "The attempt.", ref = "AgentDispatchAttempt", immutable = true)
        String attempt,

        @Field(value = "The agent's own session id, exactly.", immutable = true)
        String agentSessionId,

        @Field(
                value = "What it is told instead of its context bundle, a blob of text.",
                form = Form.DIGEST,
                immutable = true)
        String messageDigest,

        @Field(value = "Who asked for it.", immutable = true)
        String actor) {

    /** It begins by itself. */
    public static final AttemptOrigin NONE = new AttemptOrigin("", "", "", "");
}
