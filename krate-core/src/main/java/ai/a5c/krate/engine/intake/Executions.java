package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Verdict;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionFacts;
import ai.a5c.krate.trigger.DecisionRecord;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trigger.Rate;
import ai.a5c.krate.trigger.RateWindow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores what was decided, with the record from which it can be decided again. */
final class Executions {

    private final Desk desk;

    Executions(Desk desk) {
        this.desk = desk;
    }

    static Optional<AgentTriggerExecution> find(Records records, Request request) {
        return records.get(AgentTriggerExecution.class, request.namespace(), request.execution());
    }

    /** The execution of {@code request}, new or in the place of the question that it was. */
    AgentTriggerExecution store(Records records, Request request, Decided decided) {
        AdmissionDecision decision = decided.decision();
        Verdict verdict = new Verdict(
                decision.outcome(),
                decided.run(),
                decided.approval(),
                Blobs.put(desk.ports(), record(request, decided.facts()).text()),
                List.of(decision.reason()));
        Optional<AgentTriggerExecution> known = find(records, request);
        AgentTriggerExecution stored = known.isPresent()
                ? records.update(known.get().decided(verdict))
                : create(records, request, request.execution(), verdict);
        audit(records, request, stored);
        return stored;
    }

    /** The one execution that stands for everything that {@code quota} refuses to a rule in one period, counted. */
    AgentTriggerExecution limited(Records records, Request request, Decided decided, Quota quota) {
        long period = RateWindow.number(records.now(), Rate.parse(quota.rate()).period());
        String name = Names.seeded(
                "exec", "limited/%s/%s/%s/%d".formatted(request.rule(), quota.of(), quota.subject(), period));
        Optional<AgentTriggerExecution> known = records.get(AgentTriggerExecution.class, request.namespace(), name);
        if (known.isPresent()) {
            AgentTriggerExecution.Status before = known.get().status();
            return records.update(known.get()
                    .with(new AgentTriggerExecution.Status(before.observedGeneration(), before.count() + 1)));
        }
        Verdict verdict = new Verdict(
                Decision.REJECTED,
                "",
                "",
                Blobs.put(desk.ports(), record(request, decided.facts()).text()),
                List.of(decided.decision().reason()));
        AgentTriggerExecution stored = create(records, request, name, verdict);
        audit(records, request, stored);
        return stored;
    }

    private static DecisionRecord record(Request request, AdmissionFacts facts) {
        return request.approved()
                ? DecisionRecord.ofApproved(request.match(), request.event(), facts)
                : DecisionRecord.of(request.match(), request.event(), facts);
    }

    private AgentTriggerExecution create(Records records, Request request, String name, Verdict verdict) {
        return records.create(new AgentTriggerExecution(
                Metadata.named(request.namespace(), name, labels(request)),
                new AgentTriggerExecution.Spec(
                        request.event().organization(),
                        request.rule(),
                        request.event().uid(),
                        verdict.decision(),
                        request.delivery(),
                        request.match().ruleDigest().text(),
                        Blobs.put(desk.ports(), CanonicalJson.text(request.event())),
                        verdict.record(),
                        request.match().dedupeKey(),
                        request.workItem(),
                        verdict.run(),
                        verdict.approval(),
                        verdict.reasons(),
                        records.now()),
                new AgentTriggerExecution.Status(0, 1)));
    }

    /** Makes {@code next} of the request that waits as {@code run}; what joined it goes along with it. */
    void turn(Records records, String namespace, String run, Verdict next) {
        Query ofRun = Query.of("AgentTriggerExecution", namespace).whereField("spec.dispatchRun", run);
        for (AgentTriggerExecution one : records.list(AgentTriggerExecution.class, ofRun)) {
            if (one.spec().decision() == Decision.QUEUED) {
                records.update(one.decided(turned(one, next)));
            } else if (!next.run().equals(run)) {
                records.update(one.decided(
                        one.spec().decision(), next.run(), one.spec().reasons()));
            }
        }
    }

    private Verdict turned(AgentTriggerExecution one, Verdict next) {
        List<Reason> all = Stream.concat(one.spec().reasons().stream(), next.reasons().stream())
                .toList();
        String record = DecisionRecord.turned(
                Blobs.text(desk.ports(), one.spec().recordDigest()), next.decision(), next.reasons());
        return new Verdict(next.decision(), next.run(), one.spec().approval(), Blobs.put(desk.ports(), record), all);
    }

    private static void audit(Records records, Request request, AgentTriggerExecution stored) {
        AgentTriggerExecution.Spec spec = stored.spec();
        Journal.audit(
                records,
                "rule/" + request.rule(),
                "execution.decided",
                stored.key(),
                Map.of(
                        "decision", spec.decision(),
                        "reason", spec.reasons().get(0).code(),
                        "run", spec.dispatchRun(),
                        "record", spec.recordDigest()));
    }

    private static Map<String, String> labels(Request request) {
        return Labels.of(
                "org", request.event().organization(),
                "repository", request.repository().metadata().name(),
                "trigger-rule", request.rule(),
                "work-item", request.workItem());
    }

    /**
     * A decision with what it followed from.
     *
     * @param run the run that was made or joined
     * @param approval the question that was asked
     */
    record Decided(AdmissionDecision decision, AdmissionFacts facts, String run, String approval) {

        Decided(AdmissionDecision decision, AdmissionFacts facts) {
            this(decision, facts, "", "");
        }

        Decided with(String madeOrJoined) {
            return new Decided(decision, facts, madeOrJoined, approval);
        }

        Decided asking(String question) {
            return new Decided(decision, facts, run, question);
        }
    }
}
