package ai.a5c.krate.engine.intake;

import ai.a5c.krate.causality.Ancestry;
import ai.a5c.krate.causality.Causality;
import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.observe.KrateEvent.DeliveryDecided;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Evaluation;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.NoMatch;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides stored deliveries: what they say, whether it is our own echo, which rules they match, what comes of each. */
public final class TriggerProcessor {

    private static final int MAX_TRIES = 12;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Desk desk;
    private final EventReader reader;
    private final RunMaker maker;

    public TriggerProcessor(Desk desk) {
        this.desk = desk;
        this.reader = new EventReader(desk);
        this.maker = new RunMaker(desk);
    }

    /** Decides the delivery that {@code message} names; tries again later if a neighbour cannot be asked. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<WebhookDelivery> found = desk.get(WebhookDelivery.class, key.namespace(), key.name());
        if (found.isEmpty() || found.get().status().phase() == Phase.DECIDED) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        try {
            conclude(message, found.get(), decide(found.get()));
        } catch (SourceUnavailableException | PostponedException e) {
            postpone(message, found.get(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException | RefusedException e) {
            postpone(message, found.get(), "it cannot be evaluated: " + e.getMessage());
        }
    }

    private void postpone(Message message, WebhookDelivery delivery, String problem) {
        desk.ports()
                .listener()
                .on(new StepFailed("delivery", delivery.metadata().name(), problem));
        if (message.claims() >= MAX_TRIES) {
            conclude(message, delivery, Conclusion.of("rejected", "", new Reason("SourceUnavailable", problem)));
            return;
        }
        Duration pause = PAUSE.multipliedBy(1L << Math.min(message.claims(), 8));
        desk.write(records -> records.transaction().retry(message, records.now().plus(pause)));
    }

    private Conclusion decide(WebhookDelivery delivery) {
        ForgeSource.Reading reading = reader.read(delivery);
        if (reading.event().isEmpty()) {
            return Conclusion.of("unmatched", "", new Reason("NoEvent", reading.reason()));
        }
        SourceEvent event = reading.event().get();
        Optional<Repository> repository = reader.repository(delivery, event);
        if (repository.isEmpty()) {
            return Conclusion.of(
                    "unmatched",
                    event.uid(),
                    new Reason("RepositoryUnknown", "no Repository resource names '%s'".formatted(event.repository())));
        }
        CompiledRules rules = CompiledRules.of(
                desk.list(
                        AgentTriggerRule.class,
                        Query.of("AgentTriggerRule", delivery.metadata().namespace())),
                desk.ports().predicates());
        if (!reader.isWanted(delivery, event)) {
            return unmatched(event, TriggerEvaluator.evaluate(event, rules));
        }
        SourceEvent judged = reader.enrich(delivery, repository.get(), event);
        Verdict verdict = Causality.judge(judged, ancestry(judged));
        if (!verdict.admitted()) {
            return Conclusion.of("suppressed", judged.uid(), new Reason(code(verdict), verdict.reason()));
        }
        Evaluation evaluation = TriggerEvaluator.evaluate(judged, rules);
        return evaluation.matches().isEmpty()
                ? unmatched(judged, evaluation)
                : matched(delivery, repository.get(), judged, evaluation.matches());
    }

    /** A person caused the event, as far as is known here: chains of agents are followed with the forge's help. */
    private Ancestry ancestry(SourceEvent event) {
        String own = event.actor().self() ? event.actor().id() : "";
        return new Ancestry(own, 0, 0, List.of(desk.ports().markerKey()));
    }

    private static String code(Verdict verdict) {
        return switch (verdict.code()) {
            case ADMITTED -> "Admitted";
            case OWN_ECHO -> "OwnEcho";
            case EDITED_BY_OTHER -> "EditedByOther";
            case CHAIN_TOO_DEEP -> "ChainTooDeep";
        };
    }

    private Conclusion matched(
            WebhookDelivery delivery, Repository repository, SourceEvent event, List<Match> matches) {
        List<AgentTriggerExecution> executions = new ArrayList<>();
        for (Match match : matches) {
            executions.add(maker.make(
                    Request.of(match, event, repository, delivery.metadata().name())));
        }
        return Conclusion.of(event.uid(), executions);
    }

    private static Conclusion unmatched(SourceEvent event, Evaluation evaluation) {
        List<Reason> reasons = evaluation.explanations().stream()
                .limit(20)
                .map(TriggerProcessor::reason)
                .toList();
        return new Conclusion(
                "unmatched",
                event.uid(),
                reasons.isEmpty()
                        ? List.of(new Reason("NoRule", "the organization has no rule for %s".formatted(event.type())))
                        : reasons,
                List.of(),
                List.of());
    }

    private static Reason reason(NoMatch no) {
        return new Reason(
                "NoMatch",
                "rule '%s': %s wants %s, the event has %s"
                        .formatted(no.rule(), no.condition(), no.expected(), no.actual()));
    }

    private void conclude(Message message, WebhookDelivery delivery, Conclusion conclusion) {
        desk.write(records -> {
            WebhookDelivery now = records.need(
                    WebhookDelivery.class,
                    delivery.metadata().namespace(),
                    delivery.metadata().name());
            if (now.status().phase() == Phase.RECEIVED) {
                records.update(now.with(conclusion.status()));
            }
            return records.transaction().done(message);
        });
        desk.ports()
                .listener()
                .on(new DeliveryDecided(
                        delivery.metadata().namespace(), delivery.metadata().name(), conclusion.decision()));
    }
}
