package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.rehearsal.Newest.Written;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tries changed resources on the events of the past: what would have run that did not, and what would not have run.
 *
 * <p>Both sides are worked out anew, so that the difference is that of the resources alone; stores nothing, asks no forge.
 */
public final class WhatIf {

    private final Desk desk;

    public WhatIf(Desk desk) {
        this.desk = desk;
    }

    /** The difference that {@code proposal} would have made to the newest deliveries of the organization. */
    public Difference ask(String namespace, Proposal proposal) {
        Desk before = Stage.of(desk);
        Desk after = Stage.of(desk, Overlay.of(proposal.changed(), proposal.removed()));
        List<ResourceKey> deliveries = newest(namespace, proposal.events());
        Past past = new Past(before);
        deliveries.forEach(key -> delivery(key).ifPresent(past::learn));
        Comparison comparison = new Comparison(
                new World(before, namespace), new World(after, namespace), new Spending(before, namespace));
        for (ResourceKey key : deliveries) {
            Optional<WebhookDelivery> delivery = delivery(key);
            delivery.flatMap(past::event)
                    .ifPresentOrElse(happened -> comparison.add(happened, time(happened)), comparison::passOver);
        }
        return Discreet.of(comparison.difference(), Difference.class, new Confidential(before).redactor(namespace));
    }

    /** The oldest first. */
    private List<ResourceKey> newest(String namespace, int events) {
        Query query = Query.of("WebhookDelivery", namespace);
        List<ResourceKey> keys = new ArrayList<>(Newest.of(desk.ports().store(), query, Long.MAX_VALUE, events).stream()
                .map(Written::key)
                .toList());
        Collections.reverse(keys);
        return keys;
    }

    private Optional<WebhookDelivery> delivery(ResourceKey key) {
        return desk.get(WebhookDelivery.class, key.namespace(), key.name());
    }

    private static Instant time(Past.Happened happened) {
        return Objects.requireNonNullElse(
                happened.delivery().spec().receivedAt(), happened.event().occurredAt());
    }
}
