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
    CAPABILITY_UNSUPPORTED(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "Something that the stack refers to does not exist, or the runtime cannot do what a capability requires."),
    TOOL_DENIED(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "The tool profile does not exist, or a tool or server that is asked for is denied to this stack or repository."),
    MCP_UNHEALTHY(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "A server of the stack does not exist, is disabled, or was last seen failing."),
    SKILL_INVALID(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "A skill of the stack does not exist, is not ready, or does not fit the agent."),
    SUBAGENT_CYCLE(Decision.DENIED, FixableBy.STACK_OWNER, "A subagent hands work to itself, by whatever detour."),
    SUBAGENT_EXCEEDS_PARENT(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "A subagent asks for more than the agent that hands work to it has, and no grant or binding names the subagent."),
    CONTEXT_LABEL_NOT_ALLOWED(
            Decision.DENIED,
            FixableBy.STACK_OWNER,
            "A context label does not exist or may not be used for this stack, source or repository."),
    WRITE_BACK_TARGET_NOT_ALLOWED(
            Decision.DENIED, FixableBy.STACK_OWNER, "A write-back is asked for that the stack does not allow."),
    ROLE_UNKNOWN(Decision.DENIED, FixableBy.ADMINISTRATOR, "A role or role binding that is asked for does not exist."),
    ROLE_BINDING_DRIFTED(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "The native binding of a role is no longer what the role binding says."),
    ESCALATION_DENIED(
            Decision.DENIED, FixableBy.ADMINISTRATOR, "A role binding of the stack gives more than its author has."),
    ROLE_DENIED(Decision.DENIED, FixableBy.ADMINISTRATOR, "The identity does not have a role that is required."),
    NATIVE_REVIEW_UNAVAILABLE(
            Decision.DENIED,
            FixableBy.ADMINISTRATOR,
            "Nobody could be asked whether the identity has a role; no answer counts as no."),
    CROSS_ORG_REF_DENIED(
            Decision.DENIED,
            FixableBy.GRANT_ADMINISTRATOR,
            "A grant names a namespace other than its own; nothing crosses organizations this way."),
    GRANT_DENIED(
            Decision.DENIED,
            FixableBy.GRANT_ADMINISTRATOR,
            "A grant denies the secret or ConfigMap; a deny beats every allow."),
    SECRET_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The secret does not exist."),
    SECRET_KEY_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The secret exists, but not this key of it."),
    CONFIG_MAP_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The ConfigMap does not exist."),
    CONFIG_KEY_MISSING(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The ConfigMap exists, but not this key of it."),
    MISSING_SECRET_GRANT(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "No grant gives the secret for this purpose."),
    MISSING_CONFIG_GRANT(
            Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "No grant gives the ConfigMap for this purpose."),
    GRANT_EXPIRED(Decision.DENIED, FixableBy.GRANT_ADMINISTRATOR, "The grant that would fit has ended."),
    GRANT_STALE(
            Decision.DENIED,
            FixableBy.GRANT_ADMINISTRATOR,
            "The secret was last changed longer ago than the grant allows."),
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
            "Work that is not trusted asks for a grant, an identity or a workspace that is for trusted work only."),
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

    /** What it does at {@code moment}: neither what needs a person nor an answer that is not there blocks a save. */
    Decision at(Moment moment) {
        boolean waits = decision == Decision.REQUIRES_APPROVAL || this == NATIVE_REVIEW_UNAVAILABLE;
        return waits && !moment.knowsWork() ? Decision.ALLOWED : decision;
    }

    /** Who can make a reason go away. */
    public enum FixableBy {
        APPROVER,
        STACK_OWNER,
        GRANT_ADMINISTRATOR,
        ADMINISTRATOR
    }
}
