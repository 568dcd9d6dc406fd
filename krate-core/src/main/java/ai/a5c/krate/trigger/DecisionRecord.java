package ai.a5c.krate.trigger;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that one decision followed from, as it is stored: with event and rule at hand it can be made again, and
 * comes out as the same bytes.
 *
 * @param event the digest of the event's canonical JSON
 * @param rule the digest of the whole rule's spec, in canonical JSON
 * @param ruleDigest of what the rule matches, see {@link Match}
 * @param approved whether a maintainer had agreed before
 * @param joinedRun the run that the event joined, if it did
 * @param endedRuns the runs that are cancelled or replaced
 */
public record DecisionRecord(
        String organization,
        String eventUid,
        Digest event,
        String ruleName,
        Digest rule,
        Digest ruleDigest,
        String dedupeKey,
        boolean approved,
        ActiveRuns facts,
        Decision decision,
        List<Reason> reasons,
        Optional<String> joinedRun,
        List<String> endedRuns) {

    public DecisionRecord {
        reasons = List.copyOf(reasons);
        endedRuns = List.copyOf(endedRuns);
    }

    /** The record of what {@link Admission#decide} says. */
    public static DecisionRecord of(Match match, SourceEvent event, ActiveRuns facts) {
        return of(match, event, facts, false);
    }

    /** The record of what {@link Admission#decideApproved} says. */
    public static DecisionRecord ofApproved(Match match, SourceEvent event, ActiveRuns facts) {
        return of(match, event, facts, true);
    }

    private static DecisionRecord of(Match match, SourceEvent event, ActiveRuns facts, boolean approved) {
        AdmissionDecision decision =
                approved ? Admission.decideApproved(match, event, facts) : Admission.decide(match, event, facts);
        return new DecisionRecord(
                event.organization(),
                event.uid(),
                CanonicalJson.digest(event),
                match.rule().metadata().name(),
                CanonicalJson.digest(match.rule().spec()),
                match.ruleDigest(),
                match.dedupeKey(),
                approved,
                facts,
                decision.outcome(),
                List.of(decision.reason()),
                decision instanceof Coalesce coalesced ? Optional.of(coalesced.run()) : Optional.empty(),
                ended(decision));
    }

    private static List<String> ended(AdmissionDecision decision) {
        if (decision instanceof CancelPrevious cancelled) {
            return cancelled.runs();
        }
        return decision instanceof Queue queued ? queued.supersedes().stream().toList() : List.of();
    }

    /** The same decision after a later step, such as the permission review, turned it into {@code outcome}. */
    public DecisionRecord turned(Decision outcome, List<Reason> because) {
        List<Reason> all = Stream.concat(reasons.stream(), because.stream()).toList();
        return new DecisionRecord(
                organization,
                eventUid,
                event,
                ruleName,
                rule,
                ruleDigest,
                dedupeKey,
                approved,
                facts,
                outcome,
                all,
                joinedRun,
                endedRuns);
    }

    /** As it is stored: canonical JSON. */
    public String text() {
        return CanonicalJson.text(this);
    }

    /** The address of {@link #text}. */
    public Digest digest() {
        return CanonicalJson.digest(this);
    }
}
