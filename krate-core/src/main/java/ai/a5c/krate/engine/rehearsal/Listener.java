package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.intake.Foresight;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.source.ForgeSource;
import java.util.Map;
import java.util.Optional;

/** Understands occasions in one organization. */
final class Listener {

    private final Desk desk;
    private final Reviews reviews;
    private final Foresight foresight;

    Listener(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.foresight = new Foresight(desk);
    }

    /**
     * What {@code occasion} says in {@code organization}.
     *
     * @throws RefusedException {@code NOT_FOUND} if there is no such delivery, {@code BAD_REQUEST} if no bridge reads it
     */
    Told hear(String namespace, String organization, Occasion occasion) {
        if (occasion instanceof Occasion.Stored stored) {
            return stored(namespace, stored);
        }
        if (occasion instanceof Occasion.Pasted pasted) {
            return pasted(namespace, organization, pasted);
        }
        return occasion instanceof Occasion.Given given
                ? placed(namespace, given.event())
                : Told.nothing("there is no event");
    }

    private Told stored(String namespace, Occasion.Stored stored) {
        WebhookDelivery delivery = desk.get(WebhookDelivery.class, namespace, stored.delivery())
                .orElseThrow(() -> new RefusedException(
                        "NOT_FOUND", "WebhookDelivery %s/%s is not there".formatted(namespace, stored.delivery())));
        ForgeSource.Reading reading = foresight.read(delivery);
        if (reading.event().isEmpty()) {
            return Told.nothing(reading.reason());
        }
        Told read = placed(namespace, reading.event().get());
        return read.repository().isEmpty()
                ? read
                : new Told(
                        Optional.of(foresight.judged(
                                delivery,
                                read.repository().get(),
                                reading.event().get())),
                        read.repository(),
                        "");
    }

    private Told pasted(String namespace, String organization, Occasion.Pasted pasted) {
        ForgeSource source = desk.ports()
                .source(pasted.forge())
                .orElseThrow(() -> new RefusedException(
                        "BAD_REQUEST", "no bridge reads deliveries of '%s'".formatted(pasted.forge())));
        ForgeSource.Reading reading = source.read(new ForgeSource.ForgeDelivery(
                organization, "", Map.of("x-%s-event".formatted(pasted.forge()), pasted.eventType()), pasted.body()));
        return reading.event()
                .map(event -> reviews.named(namespace, event))
                .map(event -> placed(
                        namespace,
                        pasted.permission()
                                .map(permission -> source.assume(event, permission))
                                .orElse(event)))
                .orElseGet(() -> Told.nothing(reading.reason()));
    }

    private Told placed(String namespace, SourceEvent event) {
        Optional<Repository> repository = reviews.repository(namespace, event.repository());
        String reason = repository.isPresent() ? "" : "no Repository resource names '%s'".formatted(event.repository());
        return new Told(Optional.of(event), repository, reason);
    }
}
