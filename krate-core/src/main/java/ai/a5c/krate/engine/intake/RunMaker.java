package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Gates;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.trigger.ActiveRuns;
import ai.a5c.krate.trigger.Admission;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionDecision.AwaitApproval;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Create;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import ai.a5c.krate.trigger.DecisionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns a match into what comes of it, once: a run with its first attempt, a question, a refusal, or a joined run. */
final class RunMaker {

    private final Desk desk;
    private final UnderWay underWay = new UnderWay();
    private final DraftMaker drafts;
    private final Questions questions;
    private final Gates gates = new Gates();
    private final RunBook book = new RunBook();

    RunMaker(Desk desk) {
        this.desk = desk;
        this.drafts = new DraftMaker(desk);
        this.questions = new Questions();
    }

    /**
     * The execution of {@code request}, stored; the one that was stored before if there is one.
     *
     * @throws PostponedException if the rule wants it to wait for another run
     */
    AgentTriggerExecution make(Request request) {
        Optional<AgentTriggerExecution> known =
                desk.get(AgentTriggerExecution.class, request.namespace(), request.execution());
        if (known.isPresent() && !isAnswered(request, known.get())) {
            return known.get();
        }
        AdmissionDecision first = desk.write(records -> decide(request, underWay.of(records, request)));
        if (first instanceof Queue queue) {
            throw new PostponedException(queue.reason().message());
        }
        if (first instanceof Create || first instanceof CancelPrevious) {
            Draft draft = drafts.draft(request);
            return desk.write(records -> create(records, request, draft));
        }
        return desk.write(records -> {
            lock(records, request);
            Optional<AgentTriggerExecution> before =
                    records.get(AgentTriggerExecution.class, request.namespace(), request.execution());
            return before.isPresent() && !isAnswered(request, before.get())
                    ? before.get()
                    : close(records, request, new Decided(first, underWay.of(records, request)));
        });
    }

    private static void lock(Records records, Request request) {
        records.transaction().lock("work-item/%s/%s".formatted(request.dedupeScope(), request.workItem()));
    }

    private static boolean isAnswered(Request request, AgentTriggerExecution known) {
        return request.approved() && known.spec().decision() == Decision.AWAITING_APPROVAL;
    }

    static AdmissionDecision decide(Request request, ActiveRuns active) {
        return request.approved()
                ? Admission.decideApproved(request.match(), request.event(), active)
                : Admission.decide(request.match(), request.event(), active);
    }

    private AgentTriggerExecution create(Records records, Request request, Draft draft) {
        lock(records, request);
        Optional<AgentTriggerExecution> known =
                records.get(AgentTriggerExecution.class, request.namespace(), request.execution());
        if (known.isPresent() && !isAnswered(request, known.get())) {
            return known.get();
        }
        ActiveRuns active = underWay.of(records, request);
        AdmissionDecision decision = decide(request, active);
        if (decision instanceof Create || decision instanceof CancelPrevious) {
            Instant until = records.now()
                    .plus(Durations.parse(
                            request.match().rule().spec().dedupePolicy().window()));
            String holder = records.transaction()
                    .take(request.dedupeScope(), request.dedupeKey(), draft.name(), records.now(), until);
            if (!holder.equals(draft.name())) {
                active = new ActiveRuns(active.workItem(), active.queued(), active.ofRule(), Optional.of(holder));
                decision = decide(request, active);
            }
        }
        if (decision instanceof Queue queue) {
            throw new PostponedException(queue.reason().message());
        }
        if (!(decision instanceof Create) && !(decision instanceof CancelPrevious)) {
            return close(records, request, new Decided(decision, active));
        }
        if (decision instanceof CancelPrevious previous) {
            cancel(records, request, previous.runs());
        }
        AgentDispatchRun run = commit(records, request, draft);
        return store(
                records, request, new Decided(decision, active), run.metadata().name(), "");
    }

    private void cancel(Records records, Request request, List<String> runs) {
        for (String name : runs) {
            records.get(AgentDispatchRun.class, request.namespace(), name)
                    .ifPresent(run -> book.on(
                            records,
                            run,
                            new RunEvent.CancelRequested(
                                    "rule " + request.match().rule().metadata().name()),
                            "krate"));
        }
    }

    private AgentDispatchRun commit(Records records, Request request, Draft draft) {
        AgentDispatchRun run = records.create(draft.run());
        AgentContextBundle bundle = draft.bundle();
        records.create(bundle);
        Journal.tell(
                records,
                run.key(),
                "phase",
                Map.of(
                        "text",
                        "asked for by %s in %s"
                                .formatted(request.event().actor().login(), request.workItem()),
                        "phase",
                        "pending"));
        Journal.audit(
                records,
                "rule/" + request.match().rule().metadata().name(),
                "run.created",
                run.key(),
                Map.of(
                        "actor", request.event().actor().login(),
                        "review", draft.review().snapshotDigest().text(),
                        "context", bundle.spec().digest()));
        return switch (draft.review().decision()) {
            case ALLOWED -> book.on(records, run, new RunEvent.Admitted(), "krate");
            case REQUIRES_APPROVAL -> gates.hold(records, run, draft.review());
            case DENIED -> book.on(records, run, new RunEvent.Blocked(draft.denial()), "krate");
        };
    }

    private AgentTriggerExecution close(Records records, Request request, Decided decided) {
        AdmissionDecision decision = decided.decision();
        String run = decision instanceof Coalesce coalesced ? coalesced.run() : "";
        String approval = "";
        if (decision instanceof AwaitApproval) {
            AgentApproval question = questions.untrusted(records, request, decision.reason());
            approval = Approvals.store(records, question).metadata().name();
        }
        if (!run.isEmpty()) {
            join(records, request, run);
        }
        return store(records, request, decided, run, approval);
    }

    private static void join(Records records, Request request, String name) {
        records.get(AgentDispatchRun.class, request.namespace(), name)
                .filter(run -> !run.spec().sourceRefs().contains(request.event().uid()))
                .ifPresent(run -> {
                    AgentDispatchRun joined =
                            records.update(run.joinedBy(request.event().uid()));
                    Journal.tell(
                            records,
                            joined.key(),
                            "phase",
                            Map.of(
                                    "text",
                                    "joined by %s of %s"
                                            .formatted(
                                                    request.event().type(),
                                                    request.event().actor().login()),
                                    "phase",
                                    "joined"));
                });
    }

    private AgentTriggerExecution store(
            Records records, Request request, Decided decided, String run, String approval) {
        AdmissionDecision decision = decided.decision();
        Optional<AgentTriggerExecution> known =
                records.get(AgentTriggerExecution.class, request.namespace(), request.execution());
        if (known.isPresent()) {
            return records.update(known.get().decided(decision.outcome(), run, List.of(decision.reason())));
        }
        DecisionRecord record = request.approved()
                ? DecisionRecord.ofApproved(request.match(), request.event(), decided.facts())
                : DecisionRecord.of(request.match(), request.event(), decided.facts());
        AgentTriggerExecution stored = records.create(new AgentTriggerExecution(
                Metadata.named(request.namespace(), request.execution(), labels(request)),
                new AgentTriggerExecution.Spec(
                        request.event().organization(),
                        request.match().rule().metadata().name(),
                        request.event().uid(),
                        decision.outcome(),
                        request.delivery(),
                        request.match().ruleDigest().text(),
                        Blobs.put(desk.ports(), CanonicalJson.text(request.event())),
                        Blobs.put(desk.ports(), record.text()),
                        request.match().dedupeKey(),
                        request.workItem(),
                        run,
                        approval,
                        List.of(decision.reason()),
                        records.now()),
                new AgentTriggerExecution.Status(0)));
        Journal.audit(
                records,
                "rule/" + request.match().rule().metadata().name(),
                "execution.decided",
                stored.key(),
                Map.of(
                        "decision", decision.outcome(),
                        "reason", decision.reason().code(),
                        "run", Objects.requireNonNullElse(run, "")));
        return stored;
    }

    /** A decision with what was under way when it was made. */
    private record Decided(AdmissionDecision decision, ActiveRuns facts) {}

    private static Map<String, String> labels(Request request) {
        return Labels.of(
                "org", request.event().organization(),
                "repository", request.repository().metadata().name(),
                "trigger-rule", request.match().rule().metadata().name(),
                "work-item", request.workItem());
    }

    /** The name of the run that {@code request} would make at {@code time}. */
    static String runName(Request request, Instant time) {
        return Names.timed("run", time, request.namespace() + request.execution());
    }
}
