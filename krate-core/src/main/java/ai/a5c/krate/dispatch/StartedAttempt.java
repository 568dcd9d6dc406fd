package ai.a5c.krate.dispatch;

import java.time.Instant;

/** An attempt that a worker has, or had not long ago. */
public record StartedAttempt(Place place, Instant startedAt, boolean active) {}
