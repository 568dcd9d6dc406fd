package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.AdmissionFacts.Join;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule would make of an event, and why; without any secret.
 *
 * @param lifecycleState the rule's own; whatever it is, the rest is said as if the rule were active
 * @param outcome what it comes to
 * @param summary the same in one sentence
 * @param event what the rule was tried on; absent if the delivery says nothing that can start anything
 * @param causality whether it is our own echo, or somebody's edit of another's words
 * @param noMatch the first condition that does not hold, if one does not
 * @param prompt the rendered template
 * @param context what the agent would be told, part by part
 * @param review the permission review, as {@code PermissionReview.snapshot} has it, with its digest
 * @param dedupe the rendered key, and which run holds it
 * @param joinKeys what other events of the same request would have in common with this one, such as {@code
 *     pull-request/3}
 * @param join the run that another kind of event of the same request started
 * @param quotas what is limited in a time, and how much of it is used
 * @param concurrency what is under way for rule and work item
 * @param decision what admission says: created, coalesced, queued, rejected, awaiting-approval
 * @param reasons why
 * @param actions what would be done, in order
 */
public record Rehearsed(
        String rule,
        LifecycleState lifecycleState,
        Outcome outcome,
        String summary,
        Optional<Event> event,
        Optional<Reason> causality,
        Optional<NoMatch> noMatch,
        Optional<String> prompt,
        Optional<Context> context,
        Map<String, Object> review,
        Optional<Dedupe> dedupe,
        List<String> joinKeys,
        Optional<Join> join,
        Optional<Concurrency> concurrency,
        List<Quota> quotas,
        String decision,
        List<Reason> reasons,
        List<Action> actions) {

    public Rehearsed {
        joinKeys = List.copyOf(joinKeys);
        quotas = List.copyOf(quotas);
        reasons = List.copyOf(reasons);
        actions = List.copyOf(actions);
    }

    /** The answer as plain values: the same to commands, over HTTP and on pages. */
    public Map<String, Object> toTree() {
        return Json.toTree(this);
    }

    /** What it comes to. */
    public enum Outcome {
        /** A run starts. */
        RUN,
        /** A run is created and waits for its turn. */
        QUEUE,
        /** The event joins a run that does the same work. */
        JOIN,
        /** A person is asked first. */
        ASK,
        /** A run would be created, and the permission review blocks it. */
        BLOCKED,
        /** The rule fits and refuses. */
        REJECTED,
        /** Our own echo, or no request. */
        SUPPRESSED,
        /** A condition does not hold. */
        NO_MATCH,
        /** The delivery says nothing that can start anything, or names no repository that is known. */
        NO_EVENT;

        /** Whether work goes on without a person. */
        public boolean allowed() {
            return this == RUN || this == QUEUE || this == JOIN;
        }
    }

    /** What happened, in short. */
    public record Event(
            String uid,
            String delivery,
            String source,
            String type,
            String repository,
            String workItem,
            String branch,
            String sha,
            boolean fork,
            String actor,
            String permission,
            Trust trust,
            String trustReason) {}

    /** A condition that does not hold, with both values. */
    public record NoMatch(String condition, String expected, String actual) {}

    /** The parts of the prompt in their order. */
    public record Context(int bytes, List<Part> parts, Map<String, Integer> redactions, List<Found> findings) {

        public Context {
            parts = List.copyOf(parts);
            findings = List.copyOf(findings);
        }
    }

    /** One part. */
    public record Part(String layer, String origin, Trust trust, long bytes, long truncatedBytes) {}

    /** What readers should know of the texts. */
    public record Found(String kind, int count) {}

    /** When it counts as the same request again. */
    public record Dedupe(String key, String window, String heldBy) {}

    /** What is under way. */
    public record Concurrency(String mode, List<String> ofWorkItem, int ofRule, String queued) {

        public Concurrency {
            ofWorkItem = List.copyOf(ofWorkItem);
        }
    }

    /**
     * One thing that would be done.
     *
     * @param action create-run, join-run, cancel-run, queue-run, ask, block, reject or suppress
     * @param subject the run that is joined or cancelled, the stack that would run, the head that would be admitted
     */
    public record Action(String action, String subject, String reason) {}
}
