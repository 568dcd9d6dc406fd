package ai.a5c.krate.trigger;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that one decision followed from, and what it was: it can be made again from itself alone, and comes out as
 * the same bytes.
 *
 * @param kind {@code TriggerDecision}
 * @param event the event, its lists sorted
 * @param rule the rule as it was, the lists of its spec sorted
 * @param facts what was under way
 * @param approved whether a maintainer had agreed before
 * @param later what a later step, such as a newer request that took its place, made of the decision
 * @param digests of event, rule and facts as they stand in here
 */
public record DecisionRecord(
        String kind,
        Map<String, Object> event,
        RuleAsItWas rule,
        AdmissionFacts facts,
        boolean approved,
        Optional<Turn> later,
        Outcome outcome,
        Digests digests) {

    /** What {@link #kind} says. */
    public static final String KIND = "TriggerDecision";

    /** The record of what {@link Admission#decide} says. */
    public static DecisionRecord of(Match match, SourceEvent event, AdmissionFacts facts) {
        return of(match, event, facts, false);
    }

    /** The record of what {@link Admission#decideApproved} says. */
    public static DecisionRecord ofApproved(Match match, SourceEvent event, AdmissionFacts facts) {
        return of(match, event, facts, true);
    }

    private static DecisionRecord of(Match match, SourceEvent event, AdmissionFacts facts, boolean approved) {
        AdmissionDecision decision =
                approved ? Admission.decideApproved(match, event, facts) : Admission.decide(match, event, facts);
        Outcome outcome = new Outcome(
                Words.of(decision.outcome()),
                List.of(decision.reason()),
                decision instanceof Coalesce coalesced ? Optional.of(coalesced.run()) : Optional.empty(),
                ended(decision),
                List.of(match.rule().metadata().name()),
                match.dedupeKey(),
                match.ruleDigest().text(),
                MissingFacts.of(event),
                facts.quotas());
        return of(event, match.rule(), new Given(facts, approved), outcome);
    }

    /** The record of a rule that does not fit after all; only what was tampered with comes to this. */
    static DecisionRecord unmatched(SourceEvent event, AgentTriggerRule rule, AdmissionFacts facts, boolean approved) {
        List<Reason> reasons = TriggerEvaluator.explain(event, rule).stream()
                .map(no -> new Reason("NoMatch", no.condition() + " does not hold"))
                .toList();
        Outcome outcome = new Outcome(
                "unmatched",
                reasons,
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                "",
                MissingFacts.of(event),
                facts.quotas());
        return of(event, rule, new Given(facts, approved), outcome);
    }

    private static DecisionRecord of(SourceEvent event, AgentTriggerRule rule, Given given, Outcome outcome) {
        Map<String, Object> sorted = Trees.sorted(event);
        RuleAsItWas was = new RuleAsItWas(
                rule.metadata().namespace(),
                rule.metadata().name(),
                rule.metadata().generation(),
                Trees.sorted(rule.spec()));
        Digests digests = new Digests(
                CanonicalJson.digest(sorted), CanonicalJson.digest(was), CanonicalJson.digest(given.facts()));
        return new DecisionRecord(
                KIND, sorted, was, given.facts(), given.approved(), Optional.empty(), outcome, digests);
    }

    private static List<String> ended(AdmissionDecision decision) {
        if (decision instanceof CancelPrevious cancelled) {
            return cancelled.runs();
        }
        return decision instanceof Queue queued ? queued.supersedes().stream().toList() : List.of();
    }

    /** The same decision after a later step turned it into {@code decision}. */
    public DecisionRecord turned(Decision decision, List<Reason> because) {
        return turned(new Turn(Words.of(decision), because));
    }

    DecisionRecord turned(Turn turn) {
        List<Reason> all = Stream.concat(outcome.reasons().stream(), turn.reasons().stream())
                .toList();
        return new DecisionRecord(
                kind, event, rule, facts, approved, Optional.of(turn), outcome.turned(turn.decision(), all), digests);
    }

    /** As it is stored: canonical JSON. */
    public String text() {
        return CanonicalJson.text(this);
    }

    /** The address of {@link #text}. */
    public Digest digest() {
        return CanonicalJson.digest(this);
    }

    /**
     * The text of the record that comes out when the decision in {@code text} is made again from the event, the rule and
     * the facts in it.
     *
     * @throws IllegalArgumentException if {@code text} is no record of a trigger decision
     */
    public static String recompute(String text) {
        return DecisionReader.read(text).text();
    }

    /**
     * The text of the record in {@code text} after a later step turned its decision into {@code decision}.
     *
     * @throws IllegalArgumentException if {@code text} is no record of a trigger decision
     */
    public static String turned(String text, Decision decision, List<Reason> because) {
        return DecisionReader.read(text).turned(decision, because).text();
    }

    /** Where {@code text} is not what {@link #recompute} makes of it, as JSON paths with both values; empty if nowhere. */
    public static List<String> differences(String text) {
        List<String> found = new ArrayList<>();
        Trees.differ("$", Trees.read(text), Trees.read(recompute(text)), found);
        if (found.isEmpty() && !text.equals(recompute(text))) {
            found.add("$: the same values, but not written as canonical JSON");
        }
        return found;
    }

    /**
     * A rule as it was when it decided.
     *
     * @param spec its lists sorted
     */
    public record RuleAsItWas(String namespace, String name, long generation, Map<String, Object> spec) {}

    /** What a later step made of a decision. */
    public record Turn(String decision, List<Reason> reasons) {

        public Turn {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * What was decided.
     *
     * @param decision its word, such as {@code created}
     * @param joinedRun the run that the event joined, if it did
     * @param endedRuns the runs that are cancelled or replaced
     * @param rules the rules that decided
     * @param matching the digest of what the rule matches
     * @param missing what was not known about the event
     * @param quotas what is limited in a time, and how much of it was used
     */
    public record Outcome(
            String decision,
            List<Reason> reasons,
            Optional<String> joinedRun,
            List<String> endedRuns,
            List<String> rules,
            String dedupeKey,
            String matching,
            List<String> missing,
            List<Quota> quotas) {

        public Outcome {
            reasons = List.copyOf(reasons);
            endedRuns = List.copyOf(endedRuns);
            rules = List.copyOf(rules);
            missing = List.copyOf(missing);
            quotas = List.copyOf(quotas);
        }

        private Outcome turned(String next, List<Reason> all) {
            return new Outcome(next, all, joinedRun, endedRuns, rules, dedupeKey, matching, missing, quotas);
        }
    }

    /** The addresses of what the decision followed from. */
    public record Digests(Digest event, Digest rule, Digest facts) {}

    private record Given(AdmissionFacts facts, boolean approved) {}
}
