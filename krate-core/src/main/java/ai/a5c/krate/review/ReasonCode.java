package ai.a5c.krate.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a review came out as it did: a stable code, what it does, who can fix it, and one sentence for the help text. */
public enum ReasonCode {
    MISSING_STACK(Decision.DENIED, FixableBy.STACK_OWNER, "The organization has no such stack."),
    MISSING_REPOSITORY(Decision.DENIED, FixableBy.ADMINISTRATOR, "The organization has no such repository."),
    MISSING_RUNNER_POOL(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "Neither rule nor stack names a runner pool, or the organization has no such pool."),
    MISSING_RUNTIME_IDENTITY(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "The service account that the agent acts under is not named or does not exist."),
    MISSING_RUNNER_IDENTITY(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "The service account that the runner pool acts under is not named or does not exist."),
    IDENTITY_NOT_ALLOWED_FOR_REPOSITORY(
            Decision.DENIED, FixableBy.ADMINISTRATOR, "A service account may not be used for this repository."),
    IDENTITY_NOT_ALLOWED_FOR_POOL(
            Decision.DENIED, FixableBy.ADMINISTRATOR, "A service account may not be used on this runner pool."),
    GRANT_DENIED(
            Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "A grant denies the secret; a deny beats every allow."),
    SECRET_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The secret does not exist."),
    SECRET_KEY_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The secret exists, but not this key of it."),
    MISSING_SECRET_GRANT(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "No grant gives the secret for this purpose."),
    GRANT_EXPIRED(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant that would fit has ended."),
    REPOSITORY_NOT_ALLOWED(
            Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant does not hold for this repository."),
    REF_NOT_ALLOWED(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant does not hold for this branch."),
    TRIGGER_SOURCE_NOT_ALLOWED(
            Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant does not hold for events of this source."),
    TASK_KIND_NOT_ALLOWED(
            Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant does not hold for this kind of task."),
    UNTRUSTED_SOURCE(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "Work that is not trusted asks for a grant or an identity that is for trusted work only."),
    UNTRUSTED_RUNNER_REQUIRED(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "Work that is not trusted may not run on a pool for trusted work."),
    APPROVAL_REQUIRED(Decision.REQUIRES_APPROVAL, FixableBy.APPROVER, "A person must agree first.");

    private final Decision decision;
    private final FixableBy fixableBy;
    private final String help;
    private final String code;

    ReasonCode(Decision decision, FixableBy fixableBy, String help) {
        this.decision = decision;
        this.fixableBy = fixableBy;
        this.help = help;
        this.code = Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** As programs know it: {@code MissingSecretGrant}. */
    public String code() {
        return code;
    }

    /** What it does to a review that knows the work. */
    public Decision decision() {
        return decision;
    }

    /** Who can make it go away. */
    public FixableBy fixableBy() {
        return fixableBy;
    }

    /** One sentence for people. */
    public String help() {
        return help;
    }

    /** What it does at {@code moment}: what needs a person blocks no save. */
    Decision at(Moment moment) {
        return decision == Decision.REQUIRES_APPROVAL && !moment.knowsWork() ? Decision.ALLOWED : decision;
    }

    /** Who can make a reason go away. */
    public enum FixableBy {
        APPROVER,
        STACK_OWNER,
        GRANT_ADMINISTRATOR,
        ADMINISTRATOR
    }
}
