package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Evaluation;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.NoMatch;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Decides stored deliveries: what they say, whether it is our own echo, which rules they match, what comes of each. */
public final class TriggerProcessor {

    private static final int MAX_TRIES = 12;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration GIVEN_UP = Duration.ofMinutes(15);

    private final Desk desk;
    private final EventReader reader;
    private final RuleCache cache;
    private final Projections projections;
    private final DeliveryInbox inbox;
    private final Origins origins;
    private final ForgeAccess accesses;
    private final Sequence sequence = new Sequence();
    private final RunMaker maker;
    private final CommentCommands commands;

    /** A processor that starts agents, and nothing else. */
    public TriggerProcessor(Desk desk) {
        this(desk, CommentCommands.NONE);
    }

    /** A processor that starts agents, and has {@code commands} do what comments ask for besides. */
    public TriggerProcessor(Desk desk, CommentCommands commands) {
        this.desk = desk;
        this.commands = commands;
        this.reader = new EventReader(desk);
        this.cache = new RuleCache(desk);
        this.projections = new Projections(desk);
        this.inbox = new DeliveryInbox(desk);
        this.origins = new Origins(desk);
        this.accesses = new ForgeAccess(desk);
        this.maker = new RunMaker(desk);
    }

    /** Decides the delivery that {@code message} names; tries again later if a neighbour cannot be asked. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<WebhookDelivery> found = desk.get(WebhookDelivery.class, key.namespace(), key.name());
        if (found.isEmpty() || found.get().status().phase() == Phase.DECIDED) {
            desk.write(Durability.RELAXED, records -> records.transaction().done(message));
            return;
        }
        if (sequence.waits(desk, message, found.get())) {
            return;
        }
        Closing closing = new Closing(desk, sequence, message, found.get());
        try {
            closing.end(desk.policies().once(() -> decide(found.get(), closing)));
        } catch (SourceUnavailableException | PostponedException e) {
            postpone(message, found.get(), closing, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException | RefusedException e) {
            postpone(message, found.get(), closing, "it cannot be evaluated: " + e.getMessage());
        }
    }

    private void postpone(Message message, WebhookDelivery delivery, Closing closing, String problem) {
        desk.ports()
                .listener()
                .on(new StepFailed("delivery", delivery.metadata().name(), problem));
        if (message.claims() >= MAX_TRIES && isOld(delivery)) {
            closing.alone(Conclusion.of("rejected", "", new Reason("SourceUnavailable", problem)));
            return;
        }
        Duration pause = PAUSE.multipliedBy(1L << Math.min(message.claims(), 8));
        desk.write(
                Durability.RELAXED,
                records -> records.transaction().retry(message, records.now().plus(pause)));
    }

    /** Claims count also while it waited for earlier deliveries. */
    private boolean isOld(WebhookDelivery delivery) {
        Instant received = delivery.spec().receivedAt();
        return received == null
                || received.plus(GIVEN_UP).isBefore(desk.ports().clock().instant());
    }

    private Conclusion decide(WebhookDelivery delivery, Closing closing) {
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
        if (isSettled(delivery, event)) {
            closing.tells(change(delivery, repository.get(), event));
            return Conclusion.of("superseded", event.uid(), DeliveryInbox.SEEN_CHANGED);
        }
        CompiledRules rules = cache.rules(delivery.metadata().namespace());
        boolean wanted = reader.isWanted(delivery, event, rules);
        if (!wanted && !commands.holds(event)) {
            closing.tells(change(delivery, repository.get(), event));
            return unmatched(event, TriggerEvaluator.evaluate(event, rules));
        }
        SourceEvent judged = judged(delivery, repository.get(), event, closing);
        CommentCommands.Answers answers = origins.echo(judged, 0).isEmpty()
                ? commands.perform(repository.get(), judged)
                : CommentCommands.Answers.NONE;
        BiConsumer<Records, Conclusion> early =
                (records, conclusion) -> closing.along(records, conclusion, !answers.isSilent(conclusion.ruled()));
        Conclusion concluded = wanted
                ? decide(delivery, repository.get(), judged, rules, early)
                : unmatched(judged, TriggerEvaluator.evaluate(judged, rules));
        answers.give(concluded.ruled());
        return concluded.with(answers.reasons());
    }

    /** Whether it tells late of an edit that was found with what it edited, and is decided with that. */
    private boolean isSettled(WebhookDelivery delivery, SourceEvent event) {
        return event.action().equals("edited")
                && inbox.isSettled(delivery.metadata().namespace(), event);
    }

    /** What the delivery tells of is kept also if the forge cannot be asked about it. */
    private SourceEvent judged(WebhookDelivery delivery, Repository repository, SourceEvent event, Closing closing) {
        SourceEvent judged = event;
        try {
            judged = reader.enrich(delivery, repository, event);
        } finally {
            closing.tells(change(delivery, repository, judged));
        }
        reader.access(delivery, repository).ifPresent(access -> accesses.note(repository, access));
        return judged;
    }

    private Consumer<Records> change(WebhookDelivery delivery, Repository repository, SourceEvent event) {
        String provider = event.ci().isPresent() ? reader.provider(delivery) : "";
        return projections.of(repository, provider, event);
    }

    private Conclusion decide(
            WebhookDelivery delivery,
            Repository repository,
            SourceEvent event,
            CompiledRules rules,
            BiConsumer<Records, Conclusion> early) {
        Evaluation evaluation = TriggerEvaluator.evaluate(event, rules);
        if (!evaluation.matches().isEmpty()) {
            return matched(requests(delivery, repository, event, evaluation.matches()), early);
        }
        return origins.echo(event, 0)
                .map(echo -> Conclusion.of("suppressed", event.uid(), echo))
                .orElseGet(() -> unmatched(event, evaluation));
    }

    private List<Request> requests(
            WebhookDelivery delivery, Repository repository, SourceEvent event, List<Match> matches) {
        List<Request> requests = new ArrayList<>();
        for (Match match : matches) {
            Request request =
                    Request.of(match, event, repository, delivery.metadata().name());
            int hops = match.rule().spec().maxChainDepth();
            requests.add(origins.echo(event, hops).map(request::asEcho).orElse(request));
        }
        return requests;
    }

    /** The delivery is closed in the transaction that decides its last match, unless something is answered after it. */
    private Conclusion matched(List<Request> requests, BiConsumer<Records, Conclusion> early) {
        int last = requests.size() - 1;
        String event = requests.get(last).event().uid();
        boolean addressed = requests.stream()
                .anyMatch(request ->
                        !request.match().rule().spec().match().mention().isEmpty());
        List<AgentTriggerExecution> executions = new ArrayList<>();
        for (Request request : requests.subList(0, last)) {
            executions.add(maker.make(request));
        }
        executions.add(maker.make(
                requests.get(last),
                (records, execution) ->
                        early.accept(records, Conclusion.of(event, with(executions, execution), addressed))));
        return Conclusion.of(event, executions, addressed);
    }

    private static List<AgentTriggerExecution> with(
            List<AgentTriggerExecution> executions, AgentTriggerExecution last) {
        return Stream.concat(executions.stream(), Stream.of(last)).toList();
    }

    private static Conclusion unmatched(SourceEvent event, Evaluation evaluation) {
        List<Reason> reasons = evaluation.explanations(20).stream()
                .map(TriggerProcessor::reason)
                .toList();
        return new Conclusion(
                "unmatched",
                event.uid(),
                reasons.isEmpty()
                        ? List.of(new Reason("NoRule", "the organization has no rule for %s".formatted(event.type())))
                        : reasons,
                List.of(),
                List.of(),
                false);
    }

    private static Reason reason(NoMatch no) {
        return new Reason(
                "NoMatch",
                "rule '%s': %s wants %s, the event has %s"
                        .formatted(no.rule(), no.condition(), no.expected(), no.actual()));
    }
}
