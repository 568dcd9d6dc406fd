package ai.a5c.krate.engine.intake;

import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.draft.Draft;
import ai.a5c.krate.engine.draft.DraftMaker;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.trigger.AdmissionFacts;
import ai.a5c.krate.trigger.Match;

/**
 * Says what would come of deliveries and matches, by the code that makes it come; decides nothing for good.
 *
 * <p>Give it a desk that cannot write: context and stack of a match are kept in the desk's blob store.
 */
public final class Foresight {

    private final Desk desk;
    private final EventReader reader;
    private final DraftMaker drafts;
    private final Orders orders;
    private final Origins origins;
    private final RuleCache cache;
    private final UnderWay underWay = new UnderWay();

    public Foresight(Desk desk) {
        this.desk = desk;
        this.reader = new EventReader(desk);
        this.drafts = new DraftMaker(desk);
        this.orders = new Orders(desk);
        this.origins = new Origins(desk);
        this.cache = new RuleCache(desk);
    }

    /** What a stored delivery says; nobody is asked. */
    public ForgeSource.Reading read(WebhookDelivery delivery) {
        return reader.read(delivery);
    }

    /** The event of a stored delivery with what the forge says of actor and code. */
    public SourceEvent judged(WebhookDelivery delivery, Repository repository, SourceEvent event) {
        return reader.enrich(delivery, repository, event);
    }

    /** Whether the event counts for a rule that allows so many agent-caused events in a chain. */
    public Verdict verdict(SourceEvent event, int maxChainDepth) {
        return origins.verdict(event, maxChainDepth);
    }

    /** Whether anybody wants to hear of the event: the delivery's subscription, and an active rule. */
    public boolean isWanted(WebhookDelivery delivery, SourceEvent event) {
        return reader.isWanted(delivery, event, cache.rules(delivery.metadata().namespace()));
    }

    /** What a review would be asked about {@code match}, whatever the commit. */
    public ReviewRequest question(Match match, SourceEvent event, Repository repository) {
        return drafts.question(Orders.withoutCommit(request(match, event, repository)), Moment.DRY_RUN);
    }

    /** The review that answers {@code question}. */
    public PermissionReview review(Match match, SourceEvent event, Repository repository, ReviewRequest question) {
        return drafts.review(Orders.withoutCommit(request(match, event, repository)), question);
    }

    private static Request request(Match match, SourceEvent event, Repository repository) {
        return Request.of(match, event, repository, event.deliveryRef());
    }

    /** What would come of {@code match} now. */
    public Outlook outlook(Match match, SourceEvent event, Repository repository) {
        Request request = request(match, event, repository);
        AdmissionFacts facts = desk.write(records -> underWay.of(records, request));
        Draft draft = drafts.draft(orders.of(request), Moment.DRY_RUN);
        return new Outlook(
                request.execution(),
                request.dedupeScope(),
                facts,
                RunMaker.decide(request, facts),
                draft.run(),
                draft.bundle(),
                draft.review());
    }
}
