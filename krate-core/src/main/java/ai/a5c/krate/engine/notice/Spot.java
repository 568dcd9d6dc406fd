package ai.a5c.krate.engine.notice;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.trust.Trust;
import java.util.Optional;

/**
 * Where at a forge somebody asked for something, and who.
 *
 * @param repository as the resource is now
 * @param workItem {@code issue/12} or {@code pull-request/3}
 * @param comment the forge's id of the comment; empty if the issue or pull request itself asks
 * @param actor the forge's id of whoever is answered
 * @param trust how far they are trusted; decides how much is said to them in an hour
 */
public record Spot(Repository repository, String workItem, String comment, String actor, Trust trust) {

    /** Where {@code event} happened; empty if that is no issue or pull request. */
    public static Optional<Spot> of(Repository repository, SourceEvent event) {
        return event.workItem()
                .map(WorkItem::id)
                .map(item -> new Spot(
                        repository,
                        item,
                        event.payload()
                                .at("/comment/id")
                                .map(String::valueOf)
                                .filter(id -> id.matches("[1-9][0-9]{0,17}"))
                                .orElse(""),
                        event.actor().id(),
                        event.trust()));
    }
}
