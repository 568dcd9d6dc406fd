package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.observe.KrateEvent.DeliveryDecided;
import ai.a5c.krate.store.Message;
import java.util.function.Consumer;

/**
 * The end of one delivery under one claim: what came of it and what it tells of is stored, its message is dropped, and the next delivery about
 * the same thing has its turn.
 *
 * <p>Whoever lost the claim closes nothing; the one who has it finds what was decided.
 */
final class Closing {

    private final Desk desk;
    private final Sequence sequence;
    private final Message message;
    private final WebhookDelivery delivery;
    private Consumer<Records> told = records -> {};
    private boolean closed;

    Closing(Desk desk, Sequence sequence, Message message, WebhookDelivery delivery) {
        this.desk = desk;
        this.sequence = sequence;
        this.message = message;
        this.delivery = delivery;
    }

    /** Has {@code change}, which the delivery tells of, made in the transaction that closes it. */
    void tells(Consumer<Records> change) {
        told = change;
    }

    /** Closes it in the transaction that decides, unless something is {@code answered} after it. */
    void along(Records records, Conclusion conclusion, boolean answered) {
        closed = !answered && closed(records, conclusion);
    }

    /** Closes it in a transaction of its own, unless the one that decided has done so. */
    void end(Conclusion conclusion) {
        if (!closed) {
            alone(conclusion);
        } else {
            tell(conclusion);
        }
    }

    /** Closes it in a transaction of its own, whatever a transaction that failed has tried. */
    void alone(Conclusion conclusion) {
        if (desk.write(records -> closed(records, conclusion))) {
            tell(conclusion);
        }
    }

    private boolean closed(Records records, Conclusion conclusion) {
        if (!records.transaction().done(message)) {
            return false;
        }
        told.accept(records);
        records.get(
                        WebhookDelivery.class,
                        delivery.metadata().namespace(),
                        delivery.metadata().name())
                .filter(now -> now.status().phase() == Phase.RECEIVED)
                .ifPresent(now -> sequence.next(records, records.update(now.with(conclusion.status()))));
        return true;
    }

    private void tell(Conclusion conclusion) {
        desk.ports()
                .listener()
                .on(new DeliveryDecided(
                        delivery.metadata().namespace(), delivery.metadata().name(), conclusion.decision()));
    }
}
