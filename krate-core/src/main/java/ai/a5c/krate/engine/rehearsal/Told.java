package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import java.util.Optional;

/**
 * What an occasion says.
 *
 * @param event the event with what is known of its actor
 * @param repository the resource that it is about
 * @param reason why there is no event, or no such repository
 */
record Told(Optional<SourceEvent> event, Optional<Repository> repository, String reason) {

    static Told nothing(String reason) {
        return new Told(Optional.empty(), Optional.empty(), reason);
    }
}
