package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Schedules;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Evaluation;
import ai.a5c.krate.trigger.NoMatch;
import ai.a5c.krate.trigger.RuleAction;
import ai.a5c.krate.trigger.RuleLifecycle;
import ai.a5c.krate.trigger.RuleLifecycle.Already;
import ai.a5c.krate.trigger.RuleLifecycle.Refused;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do with rules, and with deliveries that came before: each of it is audited. */
public final class RuleDesk {

    private final Desk desk;
    private final EventReader reader;
    private final Projections projections;
    private final Origins origins;
    private final RunMaker maker;

    public RuleDesk(Desk desk) {
        this.desk = desk;
        this.reader = new EventReader(desk);
        this.projections = new Projections(desk);
        this.origins = new Origins(desk);
        this.maker = new RunMaker(desk);
    }

    /**
     * Moves the rule to another state of its life; where it is there already, nothing happens.
     *
     * @throws RefusedException {@code NOT_FOUND}; {@code NOT_IN_THIS_STATE}; {@code RULE_FAULTY} if it could never match
     */
    public AgentTriggerRule act(String namespace, String rule, RuleAction action, Caller caller) {
        return desk.write(records -> {
            AgentTriggerRule before = records.need(AgentTriggerRule.class, namespace, rule);
            caller.require(before.spec().organizationRef(), before.key());
            RuleLifecycle.Answer answer = RuleLifecycle.on(before.spec().lifecycleState(), action);
            if (answer instanceof Already) {
                return before;
            }
            if (answer instanceof Refused refused) {
                throw new RefusedException("NOT_IN_THIS_STATE", refused.message());
            }
            AgentTriggerRule next = before.in(((RuleLifecycle.Moved) answer).state());
            refuseFaulty(next);
            AgentTriggerRule stored = records.update(next);
            Schedules.plan(records, stored);
            long generation = stored.metadata().generation();
            Journal.audit(
                    records, caller.name(), "rule." + action.word(), stored.key(), Map.of("generation", generation));
            return stored;
        });
    }

    private void refuseFaulty(AgentTriggerRule rule) {
        Optional<String> fault = rule.spec().lifecycleState() == LifecycleState.ACTIVE
                ? CompiledRules.fault(rule, desk.ports().predicates())
                : Optional.empty();
        if (fault.isPresent()) {
            throw new RefusedException("RULE_FAULTY", "the rule could never match: " + fault.get());
        }
    }

    /**
     * Decides a stored delivery under the rule as it is now. What led to a run or a question before is shown as it is;
     * what came to nothing is decided once more for each generation of the rule.
     *
     * @throws RefusedException {@code NOT_FOUND}; {@code RULE_NOT_ACTIVE}; {@code NO_EVENT} if the delivery says nothing
     *     that rules are about; {@code TRY_LATER} if a neighbour cannot be asked now
     */
    public Replayed replay(String namespace, String rule, String delivery, Caller caller) {
        AgentTriggerRule now = desk.write(records -> records.need(AgentTriggerRule.class, namespace, rule));
        caller.require(now.spec().organizationRef(), now.key());
        if (now.spec().lifecycleState() != LifecycleState.ACTIVE) {
            throw new RefusedException("RULE_NOT_ACTIVE", "only an active rule decides; activate or resume it first");
        }
        Told told = told(namespace, delivery, caller);
        Evaluation evaluation = TriggerEvaluator.evaluate(
                told.event(), CompiledRules.of(List.of(now), desk.ports().predicates()));
        audit(
                caller,
                "rule.replay",
                now.key(),
                Map.of("delivery", delivery, "event", told.event().uid()));
        if (evaluation.matches().isEmpty()) {
            return new Unmatched(evaluation.explanations());
        }
        Request request = Request.of(evaluation.matches().get(0), told.event(), told.repository(), delivery);
        return decided(origins.echo(told.event(), now.spec().maxChainDepth())
                .map(request::asEcho)
                .orElse(request));
    }

    private Replayed decided(Request request) {
        Optional<AgentTriggerExecution> first = known(request);
        Request now = first.isEmpty() || cameToSomething(first.get()) ? request : request.atNewGeneration();
        boolean before = known(now).isPresent();
        try {
            return new Decided(maker.make(now), before);
        } catch (PostponedException e) {
            throw new RefusedException("TRY_LATER", String.valueOf(e.getMessage()));
        }
    }

    private Optional<AgentTriggerExecution> known(Request request) {
        return desk.get(AgentTriggerExecution.class, request.namespace(), request.execution());
    }

    private static boolean cameToSomething(AgentTriggerExecution execution) {
        return !execution.spec().dispatchRun().isEmpty() || execution.spec().decision() == Decision.AWAITING_APPROVAL;
    }

    /**
     * Keeps the issue or pull request that a stored delivery is about, without a run.
     *
     * @throws RefusedException {@code NOT_FOUND}; {@code NO_WORK_ITEM} if it is about none; else as in {@link #replay}
     */
    public ResourceKey materialize(String namespace, String delivery, Caller caller) {
        Told told = told(namespace, delivery, caller);
        ResourceKey key = projections
                .keep(told.repository(), told.event())
                .orElseThrow(() -> new RefusedException(
                        "NO_WORK_ITEM", "the delivery is about no issue and no pull request that is known"));
        audit(caller, "delivery.materialized", told.delivery().key(), Map.of("workItem", key.toString()));
        return key;
    }

    private Told told(String namespace, String name, Caller caller) {
        WebhookDelivery delivery = desk.write(records -> records.need(WebhookDelivery.class, namespace, name));
        caller.require(delivery.spec().organizationRef(), delivery.key());
        Optional<SourceEvent> event = reader.read(delivery).event();
        Optional<Repository> repository = event.flatMap(one -> reader.repository(delivery, one));
        if (event.isEmpty() || repository.isEmpty()) {
            throw new RefusedException("NO_EVENT", "the delivery says nothing about a known repository");
        }
        try {
            return new Told(delivery, reader.enrich(delivery, repository.get(), event.get()), repository.get());
        } catch (SourceUnavailableException e) {
            throw new RefusedException("TRY_LATER", String.valueOf(e.getMessage()));
        }
    }

    private void audit(Caller caller, String action, ResourceKey subject, Map<String, ?> details) {
        desk.write(records -> {
            Journal.audit(records, caller.name(), action, subject, details);
            return subject;
        });
    }

    private record Told(WebhookDelivery delivery, SourceEvent event, Repository repository) {}

    /** What came of a replay. */
    public sealed interface Replayed permits Decided, Unmatched {}

    /**
     * It was decided.
     *
     * @param before whether it had been decided so before: nothing happened now
     */
    public record Decided(AgentTriggerExecution execution, boolean before) implements Replayed {}

    /** The rule does not fit the event. */
    public record Unmatched(List<NoMatch> reasons) implements Replayed {

        public Unmatched {
            reasons = List.copyOf(reasons);
        }
    }
}
