package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Has deliveries about one work item decided in the order in which they were received, by whichever engine.
 *
 * <p>One that an earlier one holds up comes again when that is decided; it waits two minutes at most, so that a delivery
 * that cannot be decided keeps nobody from being heard.
 */
final class Sequence {

    private static final int MOST_WAITS = 12;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LONGEST = 5;

    private static final Comparator<WebhookDelivery> RECEIVED = Comparator.comparing(Sequence::receivedAt)
            .thenComparing(delivery -> delivery.metadata().name());

    /** Whether {@code delivery} waits for an earlier one; then {@code message} has been given back, if it was still ours. */
    boolean waits(Desk desk, Message message, WebhookDelivery delivery) {
        if (message.claims() > MOST_WAITS || delivery.spec().subject().isEmpty()) {
            return false;
        }
        List<WebhookDelivery> undecided = desk.list(WebhookDelivery.class, undecided(delivery));
        if (undecided.stream().noneMatch(other -> RECEIVED.compare(other, delivery) < 0)) {
            return false;
        }
        Duration pause = PAUSE.multipliedBy(1L << Math.min(message.claims() - 1, LONGEST));
        desk.write(
                Durability.RELAXED,
                records -> records.transaction().retry(message, records.now().plus(pause)));
        return true;
    }

    /** Lets the next one have its turn now that {@code decided} is. */
    void next(Records records, WebhookDelivery decided) {
        if (decided.spec().subject().isEmpty()) {
            return;
        }
        records.list(WebhookDelivery.class, undecided(decided)).stream()
                .min(RECEIVED)
                .ifPresent(next ->
                        records.transaction().send(Topics.DELIVERY, next.key().toString(), records.now()));
    }

    private static Query undecided(WebhookDelivery delivery) {
        return Query.of("WebhookDelivery", delivery.metadata().namespace())
                .whereField("spec.subject", delivery.spec().subject())
                .whereField("status.phase", "received");
    }

    private static Instant receivedAt(WebhookDelivery delivery) {
        return Objects.requireNonNullElse(delivery.spec().receivedAt(), Instant.EPOCH);
    }
}
