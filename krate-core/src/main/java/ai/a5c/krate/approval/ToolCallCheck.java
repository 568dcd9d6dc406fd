package ai.a5c.krate.approval;

import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.approval.RequestCheck.Limits;
import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.List;

/** Decides what becomes of an agent's question whether it may call a tool: only a policy or a person lets it. */
public final class ToolCallCheck {

    private ToolCallCheck() {}

    /** What the tool profile says of the tool. */
    public enum Policy {
        ALLOW,
        ASK,
        DENY
    }

    /**
     * A call that an agent wants to make.
     *
     * @param binding of the run, the tool and its exact input
     * @param forbidden whether the profile forbids this command whatever it says of the tool
     */
    public record ToolCall(Digest binding, Policy policy, boolean forbidden) {}

    /** What becomes of it. */
    public sealed interface Answer {

        /** It may. */
        record Allow() implements Answer {}

        /** It may not; the agent is told why. */
        record Deny(String reason) implements Answer {}

        /** It may not: a person has said no to exactly this, in that approval. */
        record DeniedBefore(String approval, String reason) implements Answer {}

        /** A person is asked; by itself, or together with others. */
        record Ask(boolean alone) implements Answer {}

        /** A person has been asked, or has answered, in that approval. */
        record Await(String approval) implements Answer {}
    }

    /** Says what becomes of {@code call}, given what was asked for the same run before. */
    public static Answer check(ToolCall call, List<Asked> before, Limits limits, Instant now) {
        if (call.forbidden()) {
            return new Answer.Deny("the tool profile forbids this command");
        }
        return switch (call.policy()) {
            case ALLOW -> new Answer.Allow();
            case DENY -> new Answer.Deny("the tool profile denies this tool");
            case ASK -> asked(RequestCheck.check(call.binding(), before, limits, now));
        };
    }

    private static Answer asked(RequestCheck.Answer answer) {
        if (answer instanceof RequestCheck.Answer.Ask ask) {
            return new Answer.Ask(ask.alone());
        }
        if (answer instanceof RequestCheck.Answer.Join join) {
            return new Answer.Await(join.approval());
        }
        if (answer instanceof RequestCheck.Answer.DeniedBefore denied) {
            return new Answer.DeniedBefore(denied.approval(), denied.message());
        }
        return new Answer.Deny(((RequestCheck.Answer.TooMany) answer).message());
    }
}
