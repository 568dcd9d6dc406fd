package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.observe.KrateEvent.DeliveryStored;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import java.nio.charset.StandardCharsets;
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
        String subject = subject(incoming, name);
        boolean stored = desk.write(records -> store(records, incoming, new Kept(name, body, subject)));
        desk.ports().listener().on(new DeliveryStored(incoming.organization(), name, !stored));
        return new Receipt(name, !stored);
    }

    /** The work item that the call is about; what cannot be read now is left for whoever decides. */
    private String subject(Incoming incoming, String name) {
        try {
            return desk.get(WebhookSubscription.class, incoming.namespace(), incoming.subscription())
                    .flatMap(subscription ->
                            desk.ports().source(subscription.spec().forge()))
                    .flatMap(source -> source.read(new ForgeDelivery(
                                    incoming.organization(),
                                    name,
                                    incoming.headers(),
                                    new String(incoming.body(), StandardCharsets.UTF_8)))
                            .event())
                    .flatMap(event -> event.workItem().map(item -> event.repository() + "#" + item.id()))
                    .orElse("");
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static boolean store(Records records, Incoming incoming, Kept kept) {
        String name = kept.name();
        Digest body = kept.body();
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
                        "",
                        kept.subject()),
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

    private record Kept(String name, Digest body, String subject) {}

    /** What became of a call. */
    public record Receipt(String delivery, boolean duplicate) {}
}
