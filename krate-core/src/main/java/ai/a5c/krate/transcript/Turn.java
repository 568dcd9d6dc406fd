package ai.a5c.krate.transcript;

import java.time.Instant;

/**
 * One turn of a conversation, as far as it is in the window.
 *
 * @param number from 1; 0 for what came before the first
 * @param first the sequence of its first event
 * @param last of its last event
 * @param costUsd US dollars
 */
public record Turn(
        int attempt, int number, long first, long last, Instant from, Instant until, double costUsd, long tokens) {

    Turn with(Entry entry) {
        return new Turn(
                attempt,
                number,
                first,
                entry.sequence(),
                from,
                entry.time(),
                costUsd + entry.number("costUsd"),
                tokens + (long) entry.number("tokens"));
    }
}
