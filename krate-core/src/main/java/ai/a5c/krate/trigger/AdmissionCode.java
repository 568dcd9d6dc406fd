package ai.a5c.krate.trigger;

import ai.a5c.krate.resource.Reason;

/** Why a match was admitted or not: stable codes, each with one sentence for the help text. */
public enum AdmissionCode {
    ADMITTED("Admitted", "A run was created."),
    UNTRUSTED_SOURCE("UntrustedSource", "The requester, or the code that they bring, is not trusted."),
    ACTOR_EXCLUDED("ActorExcluded", "The rule excludes this actor, or the actor is Krate itself."),
    SAME_REQUEST("SameRequest", "A run with the same dedupe key is within its window."),
    WORK_ITEM_BUSY("WorkItemBusy", "The work item has as many active runs as the rule allows."),
    RULE_BUSY("RuleBusy", "The rule has as many active runs as it allows."),
    JOINED("Joined", "Another kind of event of the same request started a run within its window."),
    RATE_LIMITED("RateLimited", "Rule, actor, repository or work item has used up what is allowed in a time."),
    NOT_SELECTABLE("NotSelectable", "The text chooses something that the rule does not let texts choose.");

    private final String code;
    private final String help;

    AdmissionCode(String code, String help) {
        this.code = code;
        this.help = help;
    }

    /** As programs know it. */
    public String code() {
        return code;
    }

    /** One sentence for people. */
    public String help() {
        return help;
    }

    Reason because(String message) {
        return new Reason(code, message);
    }
}
