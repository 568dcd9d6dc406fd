package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.trigger.CompiledRules;
import java.util.List;
import java.util.Optional;

/** Reads deliveries through the bridge of their forge. */
final class EventReader {

    private final Desk desk;
    private final Reviews reviews;
    private final Whereabouts whereabouts;
    private final WorkItems workItems;
    private final Origins origins;

    EventReader(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.whereabouts = new Whereabouts(desk);
        this.workItems = new WorkItems(desk);
        this.origins = new Origins(desk);
    }

    /** What the delivery says, the repository called as its forge calls it. */
    ForgeSource.Reading read(WebhookDelivery delivery) {
        ForgeSource.Reading reading = said(delivery);
        return new ForgeSource.Reading(
                reading.event().map(event -> reviews.named(delivery.metadata().namespace(), event)), reading.reason());
    }

    private ForgeSource.Reading said(WebhookDelivery delivery) {
        return source(delivery)
                .map(source -> source.read(new ForgeSource.ForgeDelivery(
                        delivery.spec().organizationRef(),
                        delivery.metadata().name(),
                        delivery.spec().headers(),
                        Blobs.text(desk.ports(), delivery.spec().bodyDigest()))))
                .orElseGet(() -> new ForgeSource.Reading(Optional.empty(), "no bridge reads deliveries of this forge"));
    }

    /** Which system tells of the builds in {@code delivery}. */
    String provider(WebhookDelivery delivery) {
        return subscription(delivery)
                .map(subscription -> subscription.spec().forge())
                .filter(forge -> !forge.isEmpty())
                .orElse("unknown");
    }

    private Optional<ForgeSource> source(WebhookDelivery delivery) {
        return subscription(delivery)
                .flatMap(subscription -> desk.ports().source(subscription.spec().forge()));
    }

    private Optional<WebhookSubscription> subscription(WebhookDelivery delivery) {
        return desk.get(
                WebhookSubscription.class,
                delivery.metadata().namespace(),
                delivery.spec().subscription());
    }

    Optional<Repository> repository(WebhookDelivery delivery, SourceEvent event) {
        return reviews.repository(delivery.metadata().namespace(), event.repository());
    }

    /** Whether it is worth asking the forge: the subscription wants the type, and an active rule its source. */
    boolean isWanted(WebhookDelivery delivery, SourceEvent event, CompiledRules rules) {
        List<String> events = subscription(delivery)
                .map(subscription -> subscription.spec().events())
                .orElse(List.of());
        boolean subscribed =
                events.contains("*") || events.contains(delivery.spec().eventType()) || events.contains(event.type());
        return subscribed && rules.listenTo(event.source());
    }

    /** What the forge lately let Krate know of accounts. */
    Optional<ForgeSource.Access> access(WebhookDelivery delivery, Repository repository) {
        return source(delivery).flatMap(source -> source.access(whereabouts.forge(repository)));
    }

    /** The event with what the forge says of actor and code, the pull request that it is about, the runs behind it. */
    SourceEvent enrich(WebhookDelivery delivery, Repository repository, SourceEvent event) {
        SourceEvent judged = source(delivery)
                .map(source -> source.enrich(whereabouts.forge(repository), event))
                .orElse(event);
        return origins.traced(repository.metadata().namespace(), workItems.placed(repository, judged));
    }
}
