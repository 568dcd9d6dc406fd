package ai.a5c.krate.engine.intake;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Gates;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Turns;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Goes on where a person was asked first: approved requests of outsiders, and blocked runs that are reviewed again. */
public final class AdmissionProcessor {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Reason GONE =
            new Reason("Gone", "the rule, the repository or the delivery is no longer there");

    private final Desk desk;
    private final EventReader reader;
    private final RunMaker maker;
    private final Reviews reviews;
    private final Gates gates = new Gates();
    private final RunBook book = new RunBook();

    public AdmissionProcessor(Desk desk) {
        this.desk = desk;
        this.reader = new EventReader(desk);
        this.maker = new RunMaker(desk);
        this.reviews = new Reviews(desk);
    }

    /** Makes the run of the approved execution that {@code message} names. */
    public void admit(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentTriggerExecution> execution = desk.get(AgentTriggerExecution.class, key.namespace(), key.name());
        try {
            execution
                    .filter(one -> one.spec().decision() == Decision.AWAITING_APPROVAL)
                    .ifPresent(this::admit);
            desk.write(records -> records.transaction().done(message));
        } catch (SourceUnavailableException | PostponedException e) {
            desk.write(records ->
                    records.transaction().retry(message, records.now().plus(PAUSE)));
        }
    }

    private void admit(AgentTriggerExecution execution) {
        String namespace = execution.metadata().namespace();
        desk.get(WebhookDelivery.class, namespace, execution.spec().delivery())
                .ifPresentOrElse(delivery -> admit(execution, delivery), () -> reject(execution, GONE));
    }

    private void admit(AgentTriggerExecution execution, WebhookDelivery delivery) {
        Optional<AgentTriggerRule> rule = desk.get(
                AgentTriggerRule.class,
                execution.metadata().namespace(),
                execution.spec().triggerRule());
        Optional<SourceEvent> event = reader.read(delivery).event();
        Optional<Repository> repository = event.flatMap(one -> reader.repository(delivery, one));
        if (rule.isEmpty() || event.isEmpty() || repository.isEmpty()) {
            reject(execution, GONE);
            return;
        }
        SourceEvent judged = reader.enrich(delivery, repository.get(), event.get());
        List<Match> matches = TriggerEvaluator.evaluate(
                        judged,
                        CompiledRules.of(List.of(rule.get()), desk.ports().predicates()))
                .matches();
        if (matches.isEmpty()) {
            reject(execution, new Reason("NoMatch", "the rule no longer matches the event"));
        } else {
            String name = delivery.metadata().name();
            admit(
                    execution,
                    Request.of(matches.get(0), judged, repository.get(), name).asApproved());
        }
    }

    /** Goes on if head and rule are those that the person was shown; another head needs another answer. */
    private void admit(AgentTriggerExecution execution, Request request) {
        Optional<AgentApproval.Spec> shown = desk.get(
                        AgentApproval.class,
                        execution.metadata().namespace(),
                        execution.spec().approval())
                .map(AgentApproval::spec);
        Request asked = request.in(execution.metadata().name());
        String head = request.event().sha().orElse("");
        String rule = request.match().ruleDigest().text();
        if (shown.isEmpty() || !shown.get().policyVersion().equals(rule)) {
            reject(execution, new Reason("RuleChanged", "the rule changed since it was approved; ask again"));
        } else if (shown.get().headSha().equals(head)) {
            maker.make(asked);
        } else {
            maker.askAgain(
                    asked,
                    new Reason(
                            "HeadMoved",
                            "the head moved from %s to %s since it was approved"
                                    .formatted(shown.get().headSha(), head)));
        }
    }

    private void reject(AgentTriggerExecution execution, Reason reason) {
        desk.write(records -> records.update(records.need(
                        AgentTriggerExecution.class,
                        execution.metadata().namespace(),
                        execution.metadata().name())
                .decided(Decision.REJECTED, "", List.of(reason))));
    }

    /** Reviews the blocked run that {@code message} names again. */
    public void review(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentDispatchRun> run = desk.get(AgentDispatchRun.class, key.namespace(), key.name());
        Optional<Reviewed> reviewed = run.map(one -> reviews.reviewed(one, Moment.CREATE_DISPATCH));
        String record = reviewed.map(one -> one.record(desk.ports())).orElse("");
        desk.write(records -> {
            Optional<AgentDispatchRun> waiting = records.get(AgentDispatchRun.class, key.namespace(), key.name())
                    .filter(one -> one.status().phase() == RunPhase.PENDING && !Turns.isWaiting(one));
            if (waiting.isPresent() && !reviewed.orElseThrow().isCurrent(records)) {
                return records.transaction().retry(message, records.now());
            }
            waiting.ifPresent(one -> answer(records, one, reviewed.orElseThrow().review(), record));
            return records.transaction().done(message);
        });
    }

    private void answer(Records records, AgentDispatchRun run, PermissionReview review, String record) {
        AgentDispatchRun reviewed = records.update(
                run.with(run.status().reviewed(review.snapshotDigest().text(), record)));
        switch (review.decision()) {
            case ALLOWED -> book.on(records, reviewed, new RunEvent.Admitted(), "krate");
            case REQUIRES_APPROVAL -> {
                if (Gates.isAnswered(records, reviewed, review)) {
                    book.on(records, reviewed, new RunEvent.Admitted(), "krate");
                } else {
                    gates.hold(records, reviewed, review);
                }
            }
            case DENIED ->
                book.on(
                        records,
                        reviewed,
                        new RunEvent.Blocked("PermissionDenied: "
                                + review.reasons().stream()
                                        .map(reason -> reason.code().code() + " (" + reason.message() + ")")
                                        .collect(Collectors.joining("; "))),
                        "krate");
        }
    }
}
