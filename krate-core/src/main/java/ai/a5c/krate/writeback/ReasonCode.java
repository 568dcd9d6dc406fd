package ai.a5c.krate.writeback;

import java.util.Locale;

/** Why something may not be written: what it says, how bad it is and who can fix it. */
public enum ReasonCode {
    SECRET_IN_ARTIFACT(
            "what would be written looks as if it carried a secret; redact the artifact",
            Severity.ALARM,
            FixableBy.REQUESTER),
    APPROVAL_FORGED(
            "the approval does not match what it says was approved; look into the audit",
            Severity.ALARM,
            FixableBy.ADMINISTRATOR),
    SOURCE_CHANGED(
            "what would be written is not what the agent made and people were shown; look into the audit",
            Severity.ALARM,
            FixableBy.ADMINISTRATOR),
    RUN_ENDED("the run has ended; start a new one", Severity.FINAL, FixableBy.REQUESTER),
    RUN_CANCELLED("the run is being cancelled", Severity.FINAL, FixableBy.NOBODY),
    TARGET_NOT_ALLOWED(
            "the policy does not allow this action; add it to writeBackPolicy.allowedTargets",
            Severity.BLOCKING,
            FixableBy.ADMINISTRATOR),
    EFFECT_NOT_BOUND(
            "this is not among the effects that were proposed; propose it in a new run",
            Severity.BLOCKING,
            FixableBy.REQUESTER),
    BRANCH_MISSING(
            "its branch was not pushed; let the push be approved too, in a new run",
            Severity.FINAL,
            FixableBy.REQUESTER),
    APPROVAL_REQUIRED("a person must approve it; nobody was asked", Severity.WAITING, FixableBy.APPROVER),
    APPROVAL_PENDING("a person must approve it; nobody has decided", Severity.WAITING, FixableBy.APPROVER),
    APPROVAL_DENIED("a person denied it; change what is proposed", Severity.FINAL, FixableBy.REQUESTER),
    APPROVAL_EXPIRED("nobody decided in time; ask again", Severity.FINAL, FixableBy.REQUESTER),
    APPROVAL_SUPERSEDED("its approval is void; ask again", Severity.FINAL, FixableBy.REQUESTER),
    APPROVAL_SPENT("its approval has been used; ask again", Severity.FINAL, FixableBy.REQUESTER),
    EFFECT_NOT_APPROVED("the approver left it out; ask again", Severity.FINAL, FixableBy.REQUESTER),
    APPROVER_REVOKED(
            "somebody who approved it may no longer approve; somebody else must",
            Severity.BLOCKING,
            FixableBy.APPROVER);

    /** How bad a refusal is, worst first. */
    public enum Severity {
        /** Somebody must look now. */
        ALARM,
        /** It will never happen as it is. */
        FINAL,
        /** Something must be changed first. */
        BLOCKING,
        /** It may still happen by itself. */
        WAITING
    }

    private final String message;
    private final Severity severity;
    private final FixableBy fixableBy;

    ReasonCode(String message, Severity severity, FixableBy fixableBy) {
        this.message = message;
        this.severity = severity;
        this.fixableBy = fixableBy;
    }

    /** What and what to do, for people. */
    public String message() {
        return message;
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Who can fix it. */
    public FixableBy fixableBy() {
        return fixableBy;
    }

    /** As it is written outside of Java, such as {@code target-not-allowed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
