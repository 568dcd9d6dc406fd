package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.observe.KrateEvent.DeliveryStored;
import ai.a5c.krate.resource.Metadata;
import java.util.List;
import java.util.Map;

/** Stores authentic webhook calls before anything is made of them. */
public final class DeliveryInbox {

    private final Desk desk;

    public DeliveryInbox(Desk desk) {
        this.desk = desk;
    }

    /** Stores a call whose signature was valid, once; the same call again changes nothing. */
    public Receipt receive(Incoming incoming) {
        Digest body = desk.ports().blobs().put(incoming.body());
        String name = Names.seeded(
                "delivery", "%s\n%s\n%s".formatted(incoming.subscription(), incoming.deliveryId(), body.text()));
        boolean stored = desk.write(records -> store(records, incoming, name, body));
        desk.ports().listener().on(new DeliveryStored(incoming.organization(), name, !stored));
        return new Receipt(name, !stored);
    }

    private static boolean store(Records records, Incoming incoming, String name, Digest body) {
        if (records.get(WebhookDelivery.class, incoming.namespace(), name).isPresent()) {
            return false;
        }
        Metadata metadata = Metadata.named(
                incoming.namespace(), name, Labels.of("org", incoming.organization(), "source-kind", "webhook"));
        WebhookDelivery delivery = records.create(new WebhookDelivery(
                metadata,
                new WebhookDelivery.Spec(
                        incoming.organization(),
                        incoming.subscription(),
                        incoming.eventType(),
                        incoming.deliveryId(),
                        incoming.headers(),
                        body.text(),
                        incoming.body().length,
                        incoming.signature(),
                        records.now(),
                        ""),
                new WebhookDelivery.Status(Phase.RECEIVED, "", List.of(), "", List.of(), List.of())));
        records.transaction().send(Topics.DELIVERY, delivery.key().toString(), records.now());
        Journal.audit(
                records,
                "webhook/" + incoming.subscription(),
                "delivery.stored",
                delivery.key(),
                Map.of("eventType", incoming.eventType(), "body", body.text()));
        return true;
    }

    /** What became of a call. */
    public record Receipt(String delivery, boolean duplicate) {}
}
