package ai.a5c.krate.engine.intake;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Turns;
import ai.a5c.krate.engine.draft.Draft;
import ai.a5c.krate.engine.draft.DraftMaker;
import ai.a5c.krate.engine.draft.Rates;
import ai.a5c.krate.engine.draft.Starting;
import ai.a5c.krate.engine.intake.Executions.Decided;
import ai.a5c.krate.engine.notice.Notices;
import ai.a5c.krate.engine.notice.Spot;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Verdict;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.trigger.Admission;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionDecision.AwaitApproval;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import ai.a5c.krate.trigger.AdmissionDecision.Reject;
import ai.a5c.krate.trigger.AdmissionFacts;
import ai.a5c.krate.trigger.Quota;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Turns a match into what comes of it, once: a run with its first attempt, a question, a refusal, or a joined run. */
final class RunMaker {

    private static final int TRIES = 5;

    /** Events that are somebody's words, which can be reacted to. */
    private static final Set<Source> WORDS =
            EnumSet.of(Source.ISSUE_COMMENT, Source.PR_COMMENT, Source.ISSUE, Source.PULL_REQUEST);

    private final Desk desk;
    private final UnderWay underWay = new UnderWay();
    private final Joins joins = new Joins();
    private final Rates rates = new Rates();
    private final DraftMaker drafts;
    private final Orders orders;
    private final Executions executions;
    private final Notices notices;
    private final Questions questions = new Questions();
    private final Starting starting = new Starting();
    private final RunBook book = new RunBook();
    private final Likelihood likely = new Likelihood();

    RunMaker(Desk desk) {
        this.desk = desk;
        this.drafts = new DraftMaker(desk);
        this.orders = new Orders(desk);
        this.executions = new Executions(desk);
        this.notices = new Notices(desk);
    }

    /**
     * The execution of {@code request}, stored; the one that was stored before if there is one.
     *
     * @throws PostponedException if what it needs cannot be had now
     */
    AgentTriggerExecution make(Request request) {
        return make(request, (records, execution) -> {});
    }

    /** The same; {@code along} writes in the transaction that decides, or in one of its own if that is long over. */
    AgentTriggerExecution make(Request request, BiConsumer<Records, AgentTriggerExecution> along) {
        Optional<AgentTriggerExecution> known =
                desk.get(AgentTriggerExecution.class, request.namespace(), request.execution());
        if (known.isPresent() && !isAnswered(request, known.get())) {
            return desk.write(records -> with(along, records, known.get()));
        }
        Optional<Draft> draft = early(request);
        for (int i = 0; i < TRIES; i++) {
            Optional<Draft> ready = draft;
            Optional<AgentTriggerExecution> made = desk.write(
                    records -> settle(records, request, ready).map(execution -> with(along, records, execution)));
            if (made.isPresent()) {
                likely.note(request, made.get());
                return made.get();
            }
            desk.policies().again();
            draft = Optional.of(draft(request));
        }
        throw new PostponedException("what the run needs changes faster than it can be reviewed");
    }

    private static AgentTriggerExecution with(
            BiConsumer<Records, AgentTriggerExecution> along, Records records, AgentTriggerExecution execution) {
        along.accept(records, execution);
        return execution;
    }

    /** A draft before anybody has looked whether a run is due, where one very likely is. */
    private Optional<Draft> early(Request request) {
        try {
            return likely.isRun(request) ? Optional.of(draft(request)) : Optional.empty();
        } catch (PostponedException | RefusedException e) {
            return Optional.empty();
        }
    }

    private Draft draft(Request request) {
        return drafts.draft(orders.of(request), Moment.CREATE_DISPATCH);
    }

    private static boolean isAnswered(Request request, AgentTriggerExecution known) {
        return request.approved() && known.spec().decision() == Decision.AWAITING_APPROVAL;
    }

    /** What comes of the request, stored; empty if that is a run and there is no draft of it that still holds. */
    private Optional<AgentTriggerExecution> settle(Records records, Request request, Optional<Draft> draft) {
        request.lock(records);
        Optional<AgentTriggerExecution> known = Executions.find(records, request);
        if (known.isPresent() && !isAnswered(request, known.get())) {
            return known;
        }
        refuseOldRule(records, request);
        AdmissionFacts facts = underWay.of(records, request);
        AdmissionDecision decision = decide(request, facts);
        Optional<Quota> limit = limit(decision, facts);
        if (limit.isPresent()) {
            return Optional.of(executions.limited(records, request, new Decided(decision, facts), limit.get()));
        }
        if (decision.makesRun()
                && draft.filter(ready -> ready.reviewed().isCurrent(records)).isEmpty()) {
            return Optional.empty();
        }
        rates.count(records, request.counted(), facts.quotas(), decision.makesRun());
        Decided decided = new Decided(decision, facts);
        return Optional.of(
                decision.makesRun()
                        ? start(records, request, decided, draft.orElseThrow())
                        : close(records, request, decided));
    }

    /** A rule that was paused or changed meanwhile decides nothing any more. */
    private static void refuseOldRule(Records records, Request request) {
        boolean same = records.get(AgentTriggerRule.class, request.namespace(), request.rule())
                .filter(now -> now.spec().equals(request.match().rule().spec()))
                .isPresent();
        if (!same) {
            throw new PostponedException("rule '%s' changed meanwhile".formatted(request.rule()));
        }
    }

    static AdmissionDecision decide(Request request, AdmissionFacts facts) {
        return request.approved()
                ? Admission.decideApproved(request.match(), request.event(), facts)
                : Admission.decide(request.match(), request.event(), facts);
    }

    private static Optional<Quota> limit(AdmissionDecision decision, AdmissionFacts facts) {
        return facts.quotas().stream()
                .filter(quota -> decision instanceof Reject)
                .filter(Quota::isUsedUp)
                .filter(quota -> decision.reason().code().equals("RateLimited"))
                .findFirst();
    }

    private AgentTriggerExecution start(Records records, Request request, Decided decided, Draft draft) {
        AgentDispatchRun run = starting.create(records, draft, "rule/" + request.rule());
        taken(records, request);
        if (decided.decision() instanceof CancelPrevious previous) {
            previous.runs()
                    .forEach(
                            old -> replace(records, request, old, run.metadata().name()));
        }
        AgentTriggerExecution stored =
                executions.store(records, request, decided.with(run.metadata().name()));
        joins.take(records, request, run.metadata().name());
        if (decided.decision() instanceof Queue queue) {
            AgentDispatchRun heir = records.need(
                    AgentDispatchRun.class, request.namespace(), run.metadata().name());
            for (String old : queue.supersedes().stream().toList()) {
                heir = joins.inherit(records, records.need(AgentDispatchRun.class, request.namespace(), old), heir);
                replace(records, request, old, run.metadata().name());
            }
            hold(records, heir, draft, queue.reason());
        } else {
            starting.admit(records, run, draft);
        }
        return stored;
    }

    /** Shows whoever asked with words that their request was taken. */
    private void taken(Records records, Request request) {
        if (WORDS.contains(request.event().source()) && !request.event().actor().self()) {
            Spot.of(request.repository(), request.event()).ifPresent(spot -> notices.seen(records, spot));
        }
    }

    /** Lets the run wait for its turn, which brings a review of its own; what is denied now need not wait. */
    private void hold(Records records, AgentDispatchRun run, Draft draft, Reason reason) {
        if (draft.isDenied()) {
            starting.admit(records, run, draft);
            return;
        }
        AgentDispatchRun waiting = records.update(Turns.waiting(run, reason, records.now()));
        records.transaction().send(Topics.STATUS, waiting.key().toString(), records.now());
        Journal.tell(records, waiting.key(), "phase", Map.of("text", "waits: " + reason.message(), "phase", "pending"));
        Turns.look(records, waiting.metadata().namespace(), waiting.spec().triggerRule());
    }

    /** Cancels {@code old}; if it was still waiting, the request that it was made for is superseded by {@code next}. */
    private void replace(Records records, Request request, String old, String next) {
        Optional<AgentDispatchRun> run = records.get(AgentDispatchRun.class, request.namespace(), old);
        if (run.isEmpty()) {
            return;
        }
        boolean waited = Turns.isWaiting(run.get());
        book.on(records, run.get(), new RunEvent.CancelRequested("rule " + request.rule()), "krate");
        if (waited) {
            Reason reason = new Reason("Superseded", "run '%s', asked for later, took its place".formatted(next));
            executions.turn(
                    records, request.namespace(), old, new Verdict(Decision.SUPERSEDED, next, "", "", List.of(reason)));
        }
    }

    /** Asks a maintainer once more, about the head as it is now. */
    void askAgain(Request request, Reason reason) {
        desk.write(records -> {
            request.lock(records);
            AgentApproval question = questions.untrusted(records, request, reason);
            String name = Approvals.store(records, question).metadata().name();
            return Executions.find(records, request)
                    .filter(execution -> isAnswered(request, execution))
                    .map(execution -> records.update(execution.decided(new Verdict(
                            Decision.AWAITING_APPROVAL,
                            "",
                            name,
                            execution.spec().recordDigest(),
                            List.of(reason)))));
        });
    }

    private AgentTriggerExecution close(Records records, Request request, Decided decided) {
        AdmissionDecision decision = decided.decision();
        if (decision instanceof AwaitApproval) {
            AgentApproval question = questions.untrusted(records, request, decision.reason());
            String name = Approvals.store(records, question).metadata().name();
            return executions.store(records, request, decided.asking(name));
        }
        if (decision instanceof Coalesce coalesced) {
            taken(records, request);
            joins.join(records, request, coalesced.run(), decision.reason().message());
            return executions.store(records, request, decided.with(coalesced.run()));
        }
        return executions.store(records, request, decided);
    }
}
