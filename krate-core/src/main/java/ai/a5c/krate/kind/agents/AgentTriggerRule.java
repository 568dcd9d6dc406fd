package ai.a5c.krate.kind.agents;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events make which stack run, for whom and how often. */
@KindInfo(
        plural = "agenttriggerrules",
        shortNames = "rule",
        storage = Storage.CONFIG,
        doc = "Which events make which stack run, for whom and how often.",
        columns = {"State=.spec.lifecycleState", "Stack=.spec.agentStack", "Task=.spec.taskKind"},
        wide = {"Sources=.spec.sources", "Pool=.spec.runnerPool", "Untrusted=.spec.untrusted"})
public record AgentTriggerRule(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentTriggerRule withMetadata(Metadata next) {
        return new AgentTriggerRule(next, spec, status);
    }

    /** The same in another state of its life. */
    public AgentTriggerRule in(LifecycleState state) {
        return new AgentTriggerRule(
                metadata,
                new Spec(
                        spec.organizationRef(),
                        state,
                        spec.sources(),
                        spec.match(),
                        spec.agentStack(),
                        spec.taskKind(),
                        spec.promptTemplate(),
                        spec.contextLabels(),
                        spec.contextBundleTemplate(),
                        spec.runnerPool(),
                        spec.approvalPolicy(),
                        spec.dedupePolicy(),
                        spec.concurrencyPolicy(),
                        spec.writeBackPolicy(),
                        spec.untrusted(),
                        spec.maxChainDepth(),
                        spec.selectable(),
                        spec.schedule(),
                        spec.scheduleTimeZone(),
                        spec.missedRuns()),
                status);
    }

    /** The rule. */
    @Rule(check = Check.REQUIRED_WHEN, fields = "schedule", when = "sources", is = "schedule")
    @Rule(check = Check.REQUIRED_WHEN, fields = "schedule", when = "scheduleTimeZone")
    @Rule(check = Check.REQUIRED_WHEN, fields = "schedule", when = "missedRuns")
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Only an active rule matches.", def = "draft", indexed = true)
            LifecycleState lifecycleState,

            @Field(value = "Where events come from.", required = true)
            List<Source> sources,

            @Field("What an event must look like; every part that is given must hold.")
            Match match,

            @Field(value = "What runs.", required = true, ref = "AgentStack", indexed = true)
            String agentStack,

            @Field(value = "What it is asked for.", required = true)
            TaskKind taskKind,

            @Field(value = "What the agent is told about the event.", form = Form.TEMPLATE)
            String promptTemplate,

            @Field(value = "Instructions that the agent is told besides the stack's.", ref = "AgentContextLabel")
            List<String> contextLabels,

            @Field("What goes into the context, and how much. Recorded; not used yet.")
            ContextBundleTemplate contextBundleTemplate,

            @Field(value = "Where it runs; the stack's pool when absent.", ref = "RunnerPool")
            String runnerPool,

            @Field("Who must agree to what.") ApprovalPolicy approvalPolicy,
            @Field("When two events are one request.") DedupePolicy dedupePolicy,
            @Field("How many run at a time.") ConcurrencyPolicy concurrencyPolicy,

            @Field("What may be written back; narrows the stack's policy.")
            WriteBackPolicy writeBackPolicy,

            @Field(
                    value = "What an outsider's request becomes: nothing, or a question to a maintainer.",
                    def = "ignore")
            Untrusted untrusted,

            @Field(
                    value = "How many agent-caused events may lie between a person and this run.",
                    def = "0",
                    min = 0,
                    max = 100)
            int maxChainDepth,

            @Field("What the text of an event may choose; nothing that is not named here.")
            Selectable selectable,

            @Field(
                    value = "When runs start by themselves, for source schedule; in each repository of the match.",
                    form = Form.CRON)
            String schedule,

            @Field(value = "The time zone that the schedule is written in; UTC when absent.", form = Form.TIME_ZONE)
            String scheduleTimeZone,

            @Field("What becomes of times that passed while nobody was there to start a run; skip when absent.")
            @Nullable MissedRuns missedRuns) {

        public Spec {
            sources = List.copyOf(sources);
            contextLabels = List.copyOf(contextLabels);
        }
    }

    /** What an event must look like. */
    public record Match(
            @Field("Repositories, as owner/name.") GlobRules repositories,

            @Field("Types with action, such as issue_comment.created; empty for all of the sources.")
            List<String> events,

            @Field("Head branches; an event without a branch fails an include.")
            GlobRules branches,

            @Field("Changed paths; one must match.") GlobRules paths,
            @Field("Labels of the issue or pull request.") Labels labels,

            @Field(
                    "An exact mention such as @claude, outside of code and quotes; or a line with /krate and the command, or with what the task kind is called there: fix, diagnose, review.")
            String mention,

            @Field("The first word after the mention, or after /krate at the start of a line: fix, diagnose or review.")
            String command,

            @Field("Who may ask.") Actors actors,

            @Field("Results of a CI server; an event that is about no build has none.")
            CiMatch ci,

            @Field("A condition in CEL over event; what cannot be worked out does not hold.")
            String when) {

        public Match {
            events = List.copyOf(events);
        }
    }

    /** Which labels. */
    public record Labels(
            @Field("One of these must be there; empty for no matter.")
            List<String> any,

            @Field("None of these may be there.") List<String> none) {

        public Labels {
            any = List.copyOf(any);
            none = List.copyOf(none);
        }
    }

    /** Which actors. */
    public record Actors(
            @Field(value = "The least permission: none, read, triage, write, admin, owner.", def = "none")
            Permission permission,

            @Field("Logins that never match.") List<String> exclude) {

        public Actors {
            exclude = List.copyOf(exclude);
        }
    }

    /** Who must agree to what. */
    public record ApprovalPolicy(
            @Field("Gates that need a person.") List<Gate> requireFor,

            @Field(value = "Whether the requester may not approve.", def = "false")
            boolean fourEyes,

            @Field(value = "How many people must approve.", def = "1", min = 1, max = 2)
            int approvals,

            @Field(value = "When an unanswered question ends.", form = Form.DURATION, def = "24h")
            String expiresAfter) {

        public ApprovalPolicy {
            requireFor = List.copyOf(requireFor);
        }
    }

    /** When two events are one request. */
    public record DedupePolicy(
            @Field(
                    value = "Equal keys are one request.",
                    form = Form.TEMPLATE,
                    def = "{{ repository }}:{{ workItem }}:{{ sha }}")
            String key,

            @Field(value = "For how long.", form = Form.DURATION, def = "30m")
            String window) {}

    /** How many run at a time. */
    public record ConcurrencyPolicy(
            @Field(value = "What happens beyond the limit.", def = "coalesce")
            Mode mode,

            @Field(value = "Active runs of a work item; 0 for no limit.", def = "1", min = 0)
            int maxActivePerWorkItem,

            @Field(value = "Active runs of the rule; 0 for no limit.", def = "0", min = 0)
            int maxActive,

            @Field(value = "New runs in a time, such as 20/h; any number when absent.", form = Form.RATE)
            String rate) {}

    /** What may be written back. */
    public record WriteBackPolicy(
            @Field("Actions; empty for what the stack allows.")
            List<String> allowedTargets) {

        public WriteBackPolicy {
            allowedTargets = List.copyOf(allowedTargets);
        }
    }

    /** Where a rule is in its life. */
    public enum LifecycleState {
        DRAFT,
        ACTIVE,
        PAUSED,
        DISABLED,
        ARCHIVED
    }

    /** Permissions of a forge, from least to most. */
    public enum Permission {
        NONE,
        READ,
        TRIAGE,
        WRITE,
        ADMIN,
        OWNER
    }

    /** What may need a person. */
    public enum Gate {
        TOOL,
        SHELL,
        NETWORK,
        SECRET,
        CONFIG,
        WRITE_BACK,
        REBASE,
        RELEASE,
        UNTRUSTED_DISPATCH,
        COST
    }

    /** What becomes of times that passed unused. */
    public enum MissedRuns {
        SKIP,
        ONCE
    }

    /** What happens to a request beyond the limit. */
    public enum Mode {
        COALESCE,
        QUEUE,
        CANCEL_PREVIOUS,
        REJECT
    }

    /** What an outsider's request becomes. */
    public enum Untrusted {
        IGNORE,
        ASK
    }
}
