package ai.a5c.krate.store;

import java.time.Instant;

/**
 * One event of a stream such as a run's timeline.
 *
 * @param sequence 1, 2, 3, ... without gaps
 * @param type a word for programs
 * @param document JSON text, redacted
 */
public record StreamEvent(long sequence, Instant time, String type, String document) {

    public StreamEvent {
        StoreInput.text("the type of an event", type);
        StoreInput.text("the document of an event", document);
    }
}
