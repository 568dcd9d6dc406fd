package ai.a5c.krate.refusal;

import ai.a5c.krate.trust.Trust;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a request is refused, by the code of the decision: one sentence why, the cheapest thing that helps, and who can do
 * it.
 */
public enum Refusal {
    // events that start nothing
    OWN_ECHO("Krate caused this event itself.", "Nothing has to be done.", Remedy.NOBODY),
    EDITED_BY_OTHER(
            "Somebody other than its author edited the text, which is a request of neither.",
            "Ask in a comment of your own.",
            Remedy.REQUESTER),
    CHAIN_TOO_DEEP(
            "More agents' runs stand behind this event than the rule allows.",
            "Ask for it in a comment, as a person; or raise maxChainDepth in the rule.",
            Remedy.MAINTAINER),
    NO_EVENT("Nothing can start from events of this kind.", "Ask in a comment.", Remedy.REQUESTER),
    NO_RULE("No rule starts anything for events of this kind.", "Write a trigger rule for them.", Remedy.RULE_OWNER),
    NO_MATCH(
            "No rule fits this event.",
            "Look which condition failed and ask as it says, or change the rule.",
            Remedy.RULE_OWNER),
    REPOSITORY_UNKNOWN(
            "The repository is not known to Krate.", "Add a Repository resource for it.", Remedy.ADMINISTRATOR),
    SOURCE_UNAVAILABLE(
            "The forge could not be asked about the event.",
            "Ask again when it answers; replay the delivery if you may.",
            Remedy.REQUESTER),

    // matches that make no run
    ACTOR_EXCLUDED("The rule does not listen to this account.", "Let somebody else ask.", Remedy.MAINTAINER),
    SAME_REQUEST("The same was asked before, and a run is at it.", "Look at that run.", Remedy.REQUESTER),
    JOINED("Another event of the same request started a run.", "Look at that run.", Remedy.REQUESTER),
    WORK_ITEM_BUSY(
            "The work item has as many runs as the rule allows.",
            "Wait for them to end, or cancel one.",
            Remedy.MAINTAINER),
    RULE_BUSY(
            "The rule has as many runs as it allows.",
            "Wait for one to end, or raise maxActive in the rule.",
            Remedy.RULE_OWNER),
    RATE_LIMITED(
            "As much as is allowed in a time has been asked for.",
            "Ask again later, or raise the rate in the rule or in the quotas of organization and repository.",
            Remedy.RULE_OWNER),
    NOT_SELECTABLE(
            "The text chooses something that the rule does not let texts choose.",
            "Ask without it, or name it in selectable of the rule.",
            Remedy.REQUESTER),
    APPROVAL_DENIED("A person was asked and said no.", "Talk to them, then ask again.", Remedy.APPROVER),
    HEAD_MOVED(
            "The head or the rule changed after a person had agreed.",
            "Ask again; the approval was for what was there then.",
            Remedy.REQUESTER),
    GONE(
            "The rule, the repository or the delivery is no longer there.",
            "Ask again under the rules of now.",
            Remedy.REQUESTER),
    SUPERSEDED("A later request took its place.", "Look at the later run.", Remedy.REQUESTER),

    // permission reviews
    MISSING_STACK("The agent stack does not exist.", "Create it, or name another in the rule.", Remedy.RULE_OWNER),
    MISSING_REPOSITORY(
            "The repository is not known to Krate.", "Add a Repository resource for it.", Remedy.ADMINISTRATOR),
    MISSING_RUNNER_POOL(
            "There is no runner pool for this work.",
            "Name an existing pool in the rule or the stack.",
            Remedy.RULE_OWNER),
    MISSING_RUNTIME_IDENTITY(
            "The agent's service account is not named or does not exist.",
            "Name an existing one in the stack's runtimeIdentity.",
            Remedy.STACK_OWNER),
    MISSING_RUNNER_IDENTITY(
            "The runner pool's service account is not named or does not exist.",
            "Name an existing one in the pool.",
            Remedy.ADMINISTRATOR),
    IDENTITY_NOT_ALLOWED_FOR_REPOSITORY(
            "A service account may not be used for this repository.",
            "Add the repository to its allowed repositories, or use another account.",
            Remedy.ADMINISTRATOR),
    IDENTITY_NOT_ALLOWED_FOR_POOL(
            "A service account may not be used on this runner pool.",
            "Add the pool to its allowed pools, or use another account.",
            Remedy.ADMINISTRATOR),
    CAPABILITY_UNSUPPORTED(
            "Something that the stack needs does not exist, or its runtime cannot do it.",
            "Add what is missing, or take it out of the stack.",
            Remedy.STACK_OWNER),
    TOOL_DENIED(
            "A tool of the stack is not allowed here.",
            "Take it out of the stack, or allow it in the tool profile.",
            Remedy.STACK_OWNER),
    MCP_UNHEALTHY(
            "A tool server of the stack is missing, disabled or failing.",
            "Mend or enable it, or take it out of the stack.",
            Remedy.STACK_OWNER),
    SKILL_INVALID(
            "A skill of the stack is missing, not ready, or not for this agent.",
            "Mend it, or take it out of the stack.",
            Remedy.STACK_OWNER),
    SUBAGENT_CYCLE("A subagent hands work to itself.", "Take one of the steps out of the circle.", Remedy.STACK_OWNER),
    SUBAGENT_EXCEEDS_PARENT(
            "A subagent asks for more than the agent that hands work to it has.",
            "Ask for less in the subagent, or grant it to the subagent by name.",
            Remedy.STACK_OWNER),
    CONTEXT_LABEL_NOT_ALLOWED(
            "A context label is missing or not for this work.",
            "Take it out of the rule, or allow it in the label.",
            Remedy.STACK_OWNER),
    WRITE_BACK_TARGET_NOT_ALLOWED(
            "The stack may not write what is asked for.",
            "Ask for less in the rule, or allow the target in the stack.",
            Remedy.STACK_OWNER),
    ROLE_UNKNOWN("A role or role binding does not exist.", "Create it, or name another.", Remedy.ADMINISTRATOR),
    ROLE_BINDING_DRIFTED(
            "The cluster's binding of a role is no longer what it should be.",
            "Apply the role binding again.",
            Remedy.ADMINISTRATOR),
    ESCALATION_DENIED(
            "A role binding gives more than its author has.",
            "Let somebody apply it who has that themselves.",
            Remedy.ADMINISTRATOR),
    ROLE_DENIED("The agent's identity lacks a role.", "Bind the role to it.", Remedy.ADMINISTRATOR),
    NATIVE_REVIEW_UNAVAILABLE(
            "Nobody could be asked whether the agent's identity has a role.",
            "Try again when the cluster answers.",
            Remedy.ADMINISTRATOR),
    CROSS_ORG_REF_DENIED(
            "A grant names a place that is not its own.",
            "Write the grant where it belongs.",
            Remedy.GRANT_ADMINISTRATOR),
    GRANT_DENIED(
            "A grant denies what the agent needs.",
            "Take the deny back, or use a stack that does not need it.",
            Remedy.GRANT_ADMINISTRATOR),
    SECRET_MISSING("A secret does not exist.", "Create it, or take it out of the stack.", Remedy.GRANT_ADMINISTRATOR),
    SECRET_KEY_MISSING("A secret lacks a key.", "Add the key to the secret.", Remedy.GRANT_ADMINISTRATOR),
    CONFIG_MAP_MISSING(
            "A ConfigMap does not exist.", "Create it, or take it out of the stack.", Remedy.GRANT_ADMINISTRATOR),
    CONFIG_KEY_MISSING("A ConfigMap lacks a key.", "Add the key to the ConfigMap.", Remedy.GRANT_ADMINISTRATOR),
    MISSING_SECRET_GRANT(
            "No grant gives the agent a secret that it needs.",
            "Apply the grant that the permission review suggests.",
            Remedy.GRANT_ADMINISTRATOR),
    MISSING_CONFIG_GRANT(
            "No grant gives the agent a ConfigMap that it needs.",
            "Apply the grant that the permission review suggests.",
            Remedy.GRANT_ADMINISTRATOR),
    GRANT_EXPIRED("The grant that would fit has ended.", "Renew it.", Remedy.GRANT_ADMINISTRATOR),
    GRANT_STALE(
            "A secret was last changed longer ago than its grant allows.",
            "Change the secret's value.",
            Remedy.GRANT_ADMINISTRATOR),
    REPOSITORY_NOT_ALLOWED(
            "A grant does not hold for this repository.",
            "Add the repository to the grant.",
            Remedy.GRANT_ADMINISTRATOR),
    REF_NOT_ALLOWED(
            "A grant does not hold for this branch.", "Add the branch to the grant.", Remedy.GRANT_ADMINISTRATOR),
    TRIGGER_SOURCE_NOT_ALLOWED(
            "A grant does not hold for events of this source.",
            "Ask by another road, or add the source to the grant.",
            Remedy.GRANT_ADMINISTRATOR),
    TASK_KIND_NOT_ALLOWED(
            "A grant does not hold for this kind of task.",
            "Add the kind of task to the grant.",
            Remedy.GRANT_ADMINISTRATOR),
    UNTRUSTED_SOURCE(
            "The request, or the code that it is about, is not trusted here.",
            "A maintainer can admit exactly this commit with '/krate ok', or ask for the same themselves.",
            Remedy.MAINTAINER),
    UNTRUSTED_RUNNER_REQUIRED(
            "Work that is not trusted may not run where trusted work does.",
            "Name a pool for untrusted work in the rule.",
            Remedy.RULE_OWNER),
    APPROVAL_REQUIRED("A person must agree first.", "Answer the question with '/krate approve'.", Remedy.APPROVER),

    // commands in comments
    UNCLEAR_COMMAND(
            "The line is not exactly a command.",
            "Write it as the answer to '/krate help' says, in a comment of its own.",
            Remedy.REQUESTER),
    NO_QUESTION("No question is open here.", "Look how things stand with '/krate status'.", Remedy.REQUESTER),
    QUESTION_UNKNOWN("There is no such question here.", "Look which are open with '/krate status'.", Remedy.REQUESTER),
    SEVERAL_QUESTIONS("Several questions are open here.", "Name the one that you mean.", Remedy.REQUESTER),
    NEWER_QUESTION(
            "The question that is open was asked after the comment was written.",
            "Look at it, and answer it by its id.",
            Remedy.REQUESTER),
    NO_REQUEST_AT_COMMIT(
            "No outsider's request waits here at a commit that begins so.",
            "Look which wait with '/krate status'.",
            Remedy.REQUESTER),
    OTHER_HEAD("The head is another commit.", "Look at the head, then name that one.", Remedy.REQUESTER),
    HEAD_UNKNOWN(
            "The forge does not say what the head is.",
            "Ask again, or answer the question by its id.",
            Remedy.REQUESTER),
    IDENTITY_UNKNOWN(
            "Krate does not know which user the account is, and here that matters.",
            "Add an IdentityMapping for the account, or decide in the console.",
            Remedy.ADMINISTRATOR),
    IDENTITY_AMBIGUOUS(
            "The account is mapped to several users.", "Leave one IdentityMapping for it.", Remedy.ADMINISTRATOR),
    AGENT("Agents decide nothing.", "Let a person answer.", Remedy.APPROVER),
    NOT_PERMITTED("Deciding needs write permission.", "Let somebody answer who has it.", Remedy.APPROVER),
    OWN_REQUEST("Nobody agrees to what they asked for themselves.", "Let somebody else answer.", Remedy.APPROVER),
    ALREADY_DECIDED("The question was answered before.", "Look at the run; ask again if need be.", Remedy.REQUESTER),
    ALREADY_DONE("You have answered it before.", "Nothing has to be done.", Remedy.NOBODY),
    TOO_LATE("The question has ended since nobody answered in time.", "Ask for the work again.", Remedy.REQUESTER),
    NO_RUN("There is no run here.", "Ask for one.", Remedy.REQUESTER),
    NO_RUN_AT_WORK("No run is under way here.", "Nothing has to be done.", Remedy.NOBODY),
    RUN_UNKNOWN("There is no such run here.", "Look which there are with '/krate status'.", Remedy.REQUESTER),
    SEVERAL_RUNS("Several runs are under way here.", "Name the one that you mean.", Remedy.REQUESTER),
    NOT_POSSIBLE("It cannot be done as things stand.", "Do what the reason says.", Remedy.MAINTAINER),

    /** Of a code that has no text of its own. */
    REFUSED("It was not admitted.", "Look at the decision's reasons.", Remedy.MAINTAINER);

    /** What strangers read, whatever the reason is; it says nothing about rules, people or organizations. */
    public static final String FOR_STRANGERS = "This request was not started automatically; a maintainer can start it.";

    private static final Map<String, Refusal> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Refusal::code, Function.identity()));

    private final String why;
    private final String fix;
    private final Remedy remedy;

    Refusal(String why, String fix, Remedy remedy) {
        this.why = why;
        this.fix = fix;
        this.remedy = remedy;
    }

    /** The refusal with that code, such as {@code RuleBusy}; empty if no text was written for it. */
    public static Optional<Refusal> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code)).filter(known -> known != REFUSED);
    }

    /** The refusal with that code, or one that fits any. */
    public static Refusal of(String code) {
        return find(code).orElse(REFUSED);
    }

    /** As decisions name it. */
    public String code() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** One sentence why. */
    public String why() {
        return why;
    }

    /** The cheapest thing that helps. */
    public String fix() {
        return fix;
    }

    /** Who can do that. */
    public Remedy remedy() {
        return remedy;
    }

    /**
     * What may be answered where the request was made.
     *
     * @param asked what was asked, in the words of the request; bounded, and neutral in any markup
     * @param detail the decision's own sentence; likewise
     */
    public String answer(Trust requester, String asked, String detail) {
        return requester == Trust.UNTRUSTED ? FOR_STRANGERS : told("Krate did not start what was asked", asked, detail);
    }

    /** The same of a command other than to start an agent; for those who may write. */
    public String declined(String asked, String detail) {
        return told("Krate did not do what was asked", asked, detail);
    }

    private String told(String lead, String asked, String detail) {
        String quoted = Quote.of(asked);
        String details = Quote.of(detail);
        return """
                %s%s.

                - Why: %s%s
                - What helps: %s
                - Who can do it: %s

                Code: %s
                """.formatted(
                        lead,
                        quoted.isEmpty() ? "" : ", " + quoted,
                        why,
                        details.isEmpty() ? "" : " (" + details + ")",
                        fix,
                        remedy.words(),
                        code());
    }
}
