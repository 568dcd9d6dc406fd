package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.WebhookDelivery;
import java.time.Instant;
import java.util.List;

/** A delivery in the list, in a choice, and at the head of its page. */
public record DeliveryRow(
        String name,
        Badge badge,
        String event,
        String subscription,
        String time,
        String age,
        List<String> reasons,
        List<String> runs) {

    public DeliveryRow {
        reasons = List.copyOf(reasons);
        runs = List.copyOf(runs);
    }

    static DeliveryRow of(WebhookDelivery delivery, Instant now) {
        Instant received = delivery.spec().receivedAt() == null
                ? delivery.metadata().creationTimestamp()
                : delivery.spec().receivedAt();
        return new DeliveryRow(
                delivery.metadata().name(),
                badge(delivery.status()),
                delivery.spec().eventType(),
                delivery.spec().subscription(),
                received == null ? "" : received.toString(),
                Ago.since(received, now),
                delivery.status().reasons().stream()
                        .map(reason -> reason.code() + ": " + reason.message())
                        .toList(),
                delivery.status().runs());
    }

    private static Badge badge(WebhookDelivery.Status status) {
        if (status.decision().isEmpty()) {
            return Badge.of(status.phase());
        }
        return Badge.word(status.decision());
    }
}
