package ai.a5c.krate.runtime;

import java.util.List;
import java.util.Optional;

/**
 * What an agent said since a cursor.
 *
 * @param end how it ended, once all its events have been handed out
 */
public record Batch(List<AgentEvent> events, Optional<End> end) {

    public Batch {
        events = List.copyOf(events);
    }

    /**
     * The end of a session.
     *
     * @param message what to tell a person: exit status, signal, the limit that was passed
     */
    public record End(Outcome outcome, String message) {}
}
