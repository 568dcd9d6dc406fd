package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.intake.Outlook;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Concurrency;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Context;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Dedupe;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Event;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Found;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Outcome;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Part;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.trigger.ActiveRuns;
import ai.a5c.krate.trigger.JoinKeys;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.NoMatch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts what a rehearsal found into an answer. */
final class Narration {

    private final AgentTriggerRule rule;

    Narration(AgentTriggerRule rule) {
        this.rule = rule;
    }

    Rehearsed withoutEvent(Told told) {
        return brief(
                Outcome.NO_EVENT,
                told.reason(),
                told.event().map(Narration::event),
                Optional.empty(),
                Optional.empty());
    }

    Rehearsed withoutMatch(SourceEvent event, Verdict verdict, List<NoMatch> why) {
        Optional<Rehearsed.NoMatch> first =
                why.stream().findFirst().map(no -> new Rehearsed.NoMatch(no.condition(), no.expected(), no.actual()));
        String summary = first.map(
                        no -> "%s wants %s, and the event has %s".formatted(no.condition(), no.expected(), no.actual()))
                .orElse("the rule is not of the event's organization");
        return brief(Outcome.NO_MATCH, summary, Optional.of(event(event)), Optional.of(causality(verdict)), first);
    }

    private Rehearsed brief(
            Outcome outcome,
            String summary,
            Optional<Event> event,
            Optional<Reason> causality,
            Optional<Rehearsed.NoMatch> noMatch) {
        return new Rehearsed(
                rule.metadata().name(),
                rule.spec().lifecycleState(),
                outcome,
                summary,
                event,
                causality,
                noMatch,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                List.of());
    }

    Rehearsed ofMatch(SourceEvent event, Verdict verdict, Match match, Outlook outlook) {
        Expectation expected = Expectation.of(verdict, outlook);
        return new Rehearsed(
                rule.metadata().name(),
                rule.spec().lifecycleState(),
                expected.outcome(),
                expected.summary(),
                Optional.of(event(event)),
                Optional.of(causality(verdict)),
                Optional.empty(),
                Optional.of(match.prompt()),
                Optional.of(context(outlook.context())),
                review(outlook.review()),
                Optional.of(dedupe(match, outlook.facts().active())),
                joins(match, event),
                outlook.facts().join(),
                Optional.of(concurrency(outlook.facts().active())),
                outlook.facts().quotas(),
                word(outlook.decision().outcome()),
                expected.reasons(),
                expected.actions());
    }

    private static Reason causality(Verdict verdict) {
        return new Reason(Expectation.code(verdict), verdict.reason());
    }

    private static Event event(SourceEvent event) {
        return new Event(
                event.uid(),
                event.deliveryRef(),
                event.source().word(),
                event.type(),
                event.repository(),
                event.workItem().map(SourceEvent.WorkItem::id).orElse(""),
                event.branch().orElse(""),
                event.sha().orElse(""),
                event.fork(),
                event.actor().login(),
                event.actor().permission(),
                event.trust(),
                event.trustReason());
    }

    private static Context context(AgentContextBundle bundle) {
        AgentContextBundle.Spec spec = bundle.spec();
        return new Context(
                Math.toIntExact(spec.promptBytes()),
                spec.sources().stream()
                        .map(layer -> new Part(
                                layer.layer(), layer.origin(), layer.trust(), layer.bytes(), layer.truncatedBytes()))
                        .toList(),
                spec.redactions(),
                spec.findings().stream()
                        .map(finding -> new Found(finding.kind(), finding.count()))
                        .toList());
    }

    /** As it is stored with a run, and with the digest that approvals are bound to. */
    static Map<String, Object> review(PermissionReview review) {
        Map<String, Object> tree = Json.readObject(CanonicalJson.text(review.snapshot()));
        tree.put("snapshotDigest", review.snapshotDigest().text());
        return tree;
    }

    private Dedupe dedupe(Match match, ActiveRuns facts) {
        return new Dedupe(
                match.dedupeKey(),
                rule.spec().dedupePolicy().window(),
                facts.dedupeHolder().orElse(""));
    }

    private static List<String> joins(Match match, SourceEvent event) {
        return List.copyOf(JoinKeys.of(match, event).values());
    }

    private Concurrency concurrency(ActiveRuns facts) {
        return new Concurrency(
                word(rule.spec().concurrencyPolicy().mode()),
                facts.workItem(),
                facts.ofRule(),
                facts.queued().orElse(""));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
