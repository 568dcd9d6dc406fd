package ai.a5c.krate.dispatch;

/**
 * Whether an action is allowed.
 *
 * @param message what will happen, or why it is refused and what to do
 */
public record Allowance(RunAction action, Code code, String message) {

    /** Whether the action may be done. */
    public boolean allowed() {
        return code == Code.ALLOWED || code == Code.ALLOWED_WITH_APPROVAL;
    }

    /** Why an action is allowed or refused; stable. */
    public enum Code {
        ALLOWED,
        /** Allowed; a person must answer before an agent is launched. */
        ALLOWED_WITH_APPROVAL,
        RUN_OVER,
        RUN_NOT_OVER,
        RUN_BLOCKED,
        RUN_SUCCEEDED,
        NOT_AT_WORK,
        AT_WORK,
        CANCEL_REQUESTED,
        ATTEMPT_STOPPING,
        CAPABILITY_MISSING,
        NO_CONVERSATION,
        CONVERSATION_OUT_OF_REACH,
        LOWER_TRUST,
        NO_BRANCH,
        SAME_HEAD,
        BRANCH_GONE,
        POLICY_DENIED
    }
}
