package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.intake.Foresight;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.source.ForgeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stored deliveries as events, judged without asking any forge: by what was recorded when a rule decided them, else by
 * what the same account could do in the same repository then, else as a stranger's.
 */
final class Past {

    private final Desk desk;
    private final Reviews reviews;
    private final Foresight foresight;
    private final Map<String, String> permissions = new HashMap<>();

    Past(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.foresight = new Foresight(desk);
    }

    /**
     * One of them.
     *
     * @param guessed whether nobody knows what its actor may do
     */
    record Happened(WebhookDelivery delivery, SourceEvent event, Optional<Repository> repository, boolean guessed) {}

    /** Remembers what the actor of {@code delivery} could do, if a rule decided it. */
    void learn(WebhookDelivery delivery) {
        recorded(delivery)
                .ifPresent(
                        event -> permissions.put(account(event), event.actor().permission()));
    }

    /** What {@code delivery} says; empty if it says nothing that anything could start from, or is our own echo. */
    Optional<Happened> event(WebhookDelivery delivery) {
        if (delivery.status().decision().equals("suppressed")) {
            return Optional.empty();
        }
        return read(delivery).map(read -> {
            Optional<Repository> repository =
                    reviews.repository(delivery.metadata().namespace(), read.repository());
            Optional<SourceEvent> recorded = recorded(delivery);
            if (recorded.isPresent()) {
                SourceEvent whole =
                        recorded.get().change().payload(read.payload()).build();
                return new Happened(delivery, whole, repository, false);
            }
            Optional<String> permission = Optional.ofNullable(permissions.get(account(read)));
            SourceEvent judged = permission
                    .flatMap(known -> source(delivery).map(source -> source.assume(read, known)))
                    .orElse(read);
            return new Happened(delivery, judged, repository, permission.isEmpty());
        });
    }

    /** A delivery whose body is gone says nothing any more. */
    private Optional<SourceEvent> read(WebhookDelivery delivery) {
        try {
            return foresight.read(delivery).event();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static String account(SourceEvent event) {
        return event.repository() + " " + event.actor().id();
    }

    private Optional<ForgeSource> source(WebhookDelivery delivery) {
        return desk.get(
                        WebhookSubscription.class,
                        delivery.metadata().namespace(),
                        delivery.spec().subscription())
                .flatMap(subscription -> desk.ports().source(subscription.spec().forge()));
    }

    private Optional<SourceEvent> recorded(WebhookDelivery delivery) {
        List<String> executions = delivery.status().executions();
        return executions.isEmpty()
                ? Optional.empty()
                : desk.get(AgentTriggerExecution.class, delivery.metadata().namespace(), executions.get(0))
                        .map(execution -> execution.spec().eventDigest())
                        .filter(digest -> !digest.isEmpty())
                        .flatMap(this::stored);
    }

    private Optional<SourceEvent> stored(String digest) {
        try {
            Map<String, Object> tree = Json.readObject(Blobs.text(desk.ports(), digest));
            return Optional.of(EventDocument.stored(tree));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
