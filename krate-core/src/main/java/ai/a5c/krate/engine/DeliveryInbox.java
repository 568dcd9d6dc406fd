package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.kind.execution.WebhookDelivery.Status;
import ai.a5c.krate.observe.KrateEvent.DeliveryStored;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stores authentic webhook calls before anything is made of them. */
public final class DeliveryInbox {

    /** Why a change is not decided that was seen with the thing that it changed. */
    public static final Reason SEEN_CHANGED = new Reason(
            "SeenChanged",
            "when it was looked for at the forge, it had been changed already; the change was decided with it");

    private static final Status RECEIVED = new Status(Phase.RECEIVED, "", List.of(), "", List.of(), List.of());

    private final Desk desk;
    private final Reviews reviews;

    public DeliveryInbox(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
    }

    /** Stores a call whose signature was valid, once; the same call again changes nothing. */
    public Receipt receive(Incoming incoming) {
        Digest body = desk.ports().blobs().put(incoming.body());
        String name = name(incoming, body);
        Optional<SourceEvent> event = event(incoming, name);
        boolean stored = desk.write(records -> store(records, incoming, new Kept(name, body, event, RECEIVED)));
        desk.ports().listener().on(new DeliveryStored(incoming.organization(), name, !stored));
        return new Receipt(name, !stored);
    }

    /**
     * Stores what the forge told only when it was asked, unless a delivery of the same event is there already.
     *
     * @return whether it was stored
     */
    public boolean found(Incoming incoming) {
        Kept kept = kept(incoming, RECEIVED);
        return told(
                incoming,
                kept,
                desk.write(records -> !knows(records, incoming, kept) && store(records, incoming, kept)));
    }

    /**
     * The same of a thing and of its last change, which say the same now: one is decided, and the other never. It is the
     * thing, unless that is there already; if the change is there, nothing is stored.
     */
    public void found(Incoming thing, Incoming change) {
        Kept first = kept(thing, RECEIVED);
        Kept later = kept(change, RECEIVED);
        Kept settled = later.settledWith(first.name());
        Optional<Incoming> stored = desk.write(records -> {
            if (knows(records, change, later)) {
                return Optional.<Incoming>empty();
            }
            boolean known = knows(records, thing, first);
            if (!known) {
                store(records, thing, first);
            }
            store(records, change, known ? later : settled);
            return Optional.of(known ? change : thing);
        });
        stored.ifPresent(incoming -> told(incoming, incoming == thing ? first : later, true));
    }

    /** Whether {@code event} is a change that was found with the thing that it changed, and a rule decided about that. */
    public boolean isSettled(String namespace, SourceEvent event) {
        Query same = Query.of("WebhookDelivery", namespace).whereField("status.sourceEvent", event.uid());
        return desk.list(WebhookDelivery.class, same).stream()
                .filter(other -> other.status().reasons().contains(SEEN_CHANGED))
                .flatMap(other ->
                        desk.get(WebhookDelivery.class, namespace, other.spec().replayOf()).stream())
                .anyMatch(thing -> !thing.status().executions().isEmpty());
    }

    /** Whether a delivery of the event that {@code incoming} tells of is there. */
    public boolean knows(Incoming incoming) {
        return event(incoming, "")
                .filter(event -> knows(desk.ports().store()::list, incoming.namespace(), event.uid()))
                .isPresent();
    }

    private Kept kept(Incoming incoming, Status status) {
        Digest body = desk.ports().blobs().put(incoming.body());
        String name = name(incoming, body);
        return new Kept(name, body, event(incoming, name), status);
    }

    private boolean told(Incoming incoming, Kept kept, boolean stored) {
        if (stored) {
            desk.ports().listener().on(new DeliveryStored(incoming.organization(), kept.name(), false));
        }
        return stored;
    }

    /** Whether a delivery of the event is there; so it is if there is none to tell of. */
    private static boolean knows(Records records, Incoming incoming, Kept kept) {
        return kept.event()
                .map(event -> knows(records.transaction()::list, incoming.namespace(), event.uid()))
                .orElse(true);
    }

    private static boolean knows(Function<Query, Page> list, String namespace, String uid) {
        Query same = Query.of("WebhookDelivery", namespace)
                .whereField("status.sourceEvent", uid)
                .limit(1);
        return !list.apply(same).items().isEmpty();
    }

    private static String name(Incoming incoming, Digest body) {
        return Names.seeded(
                "delivery", "%s\n%s\n%s".formatted(incoming.subscription(), incoming.deliveryId(), body.text()));
    }

    /** What the call tells of; what cannot be read now is left for whoever decides. */
    private Optional<SourceEvent> event(Incoming incoming, String name) {
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
                    .map(event -> reviews.named(incoming.namespace(), event));
        } catch (RuntimeException e) {
            return Optional.empty();
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
                        kept.repeats(),
                        kept.subject()),
                kept.first()));
        if (delivery.status().phase() == Phase.RECEIVED) {
            records.transaction().send(Topics.DELIVERY, delivery.key().toString(), records.now());
        }
        Journal.audit(
                records,
                "webhook/" + incoming.subscription(),
                "delivery.stored",
                delivery.key(),
                Map.of("eventType", incoming.eventType(), "body", body.text()));
        return true;
    }

    private record Kept(String name, Digest body, Optional<SourceEvent> event, Status status, String repeats) {

        Kept(String name, Digest body, Optional<SourceEvent> event, Status status) {
            this(name, body, event, status, "");
        }

        /** What is decided with the delivery {@code other}. */
        Kept settledWith(String other) {
            return new Kept(
                    name,
                    body,
                    event,
                    new Status(Phase.DECIDED, "superseded", List.of(SEEN_CHANGED), "", List.of(), List.of()),
                    other);
        }

        /** The work item that the call is about, or empty. */
        String subject() {
            return event.flatMap(told -> told.workItem().map(item -> told.repository() + "#" + item.id()))
                    .orElse("");
        }

        Status first() {
            return new Status(
                    status.phase(),
                    status.decision(),
                    status.reasons(),
                    event.map(SourceEvent::uid).orElse(""),
                    status.executions(),
                    status.runs());
        }
    }

    /** What became of a call. */
    public record Receipt(String delivery, boolean duplicate) {}
}
