package ai.a5c.krate.engine.reconcile;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.agents.WebhookSubscription.Direction;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.source.ForgeFeed.Change;
import ai.a5c.krate.source.ForgeFeed.Head;
import ai.a5c.krate.source.ForgeFeed.Told;
import ai.a5c.krate.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Stores those changes that no delivery told of. */
final class Feeding {

    private final Desk desk;
    private final DeliveryInbox inbox;

    Feeding(Desk desk) {
        this.desk = desk;
        this.inbox = new DeliveryInbox(desk);
    }

    /** The subscription that deliveries of the repository come in by; of several, the first by name. */
    Optional<WebhookSubscription> subscription(Repository repository) {
        Query all = Query.of("WebhookSubscription", repository.metadata().namespace());
        return desk.list(WebhookSubscription.class, all).stream()
                .filter(one -> one.spec().direction() == Direction.INBOUND
                        && one.spec().forge().equals(repository.spec().forge().kind()))
                .findFirst();
    }

    void feed(Repository repository, List<Change> changes) {
        Optional<WebhookSubscription> subscription = subscription(repository);
        for (Change change : changes) {
            if (subscription.isPresent() && hasMoved(repository, change) && !isKnown(subscription.get(), change)) {
                feed(subscription.get(), change);
            }
        }
    }

    /** Whether it was delivered with the other time that the forge notes of it. */
    private boolean isKnown(WebhookSubscription subscription, Change change) {
        return change.alike().stream().anyMatch(told -> inbox.knows(incoming(subscription, told)));
    }

    /** Whether it is none of a head, or Krate has last seen the pull request at another one. */
    private boolean hasMoved(Repository repository, Change change) {
        if (change.head().isEmpty()) {
            return true;
        }
        Head head = change.head().get();
        return desk.get(
                        PullRequest.class,
                        repository.metadata().namespace(),
                        "%s-%d".formatted(repository.metadata().name(), head.number()))
                .map(known -> known.spec().head().sha())
                .filter(sha -> !sha.isEmpty() && !sha.equals(head.sha()))
                .isPresent();
    }

    private void feed(WebhookSubscription subscription, Change change) {
        Incoming first = incoming(subscription, change.first());
        change.later()
                .map(told -> incoming(subscription, told))
                .ifPresentOrElse(later -> inbox.found(first, later), () -> inbox.found(first));
    }

    private Incoming incoming(WebhookSubscription subscription, Told told) {
        byte[] body = told.body().getBytes(StandardCharsets.UTF_8);
        String namespace = subscription.metadata().namespace();
        return Incoming.by(
                        desk.organization(namespace),
                        namespace,
                        subscription.metadata().name())
                .delivery("polled-" + Digest.of(body).hex().substring(0, 32), told.type())
                .headers(told.headers(), "polled")
                .body(body);
    }
}
