package ai.a5c.krate.dispatch;

import java.time.Instant;

/** An attempt that waits for a worker, by a name that is unique among all. */
public record QueuedAttempt(String attempt, Place place, Instant queuedAt) {}
