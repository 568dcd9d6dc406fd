package ai.a5c.krate.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A worker's right to an attempt: free, or held by one worker until an instant.
 *
 * <p>Each claim hands out a higher fencing token than all before it, so that a worker that lost its lease without
 * noticing is told from its successor whatever the clocks say.
 */
public sealed interface Lease {

    /** Nobody works on the attempt. */
    record Free(long lastFencingToken) implements Lease {}

    /** {@code worker} works on the attempt and must renew before {@code until}. */
    record Held(String worker, long fencingToken, Instant until) implements Lease {}

    /** The lease of an attempt that nobody has worked on. */
    static Lease unclaimed() {
        return new Free(0);
    }

    /** The lease for {@code worker}; empty while anybody, even a worker of this name, holds it. */
    default Optional<Held> claim(String worker, Instant now, Duration length) {
        mustLast(length);
        if (worker.isBlank()) {
            throw new IllegalArgumentException("a worker needs a name");
        }
        if (this instanceof Held held) {
            return now.isBefore(held.until())
                    ? Optional.empty()
                    : Optional.of(new Held(worker, held.fencingToken() + 1, now.plus(length)));
        }
        return Optional.of(new Held(worker, ((Free) this).lastFencingToken() + 1, now.plus(length)));
    }

    /**
     * The lease for longer; empty when it is not held under {@code fencingToken}.
     *
     * <p>A lease that ran out and that nobody took is renewed, and one never ends earlier than it would have, even if
     * the clock went backwards.
     */
    default Optional<Held> renew(long fencingToken, Instant now, Duration length) {
        mustLast(length);
        return heldUnder(fencingToken).map(held -> {
            Instant until = now.plus(length);
            return new Held(held.worker(), fencingToken, until.isAfter(held.until()) ? until : held.until());
        });
    }

    /** The lease given back; empty when it is not held under {@code fencingToken}. */
    default Optional<Free> release(long fencingToken) {
        return heldUnder(fencingToken).map(held -> new Free(fencingToken));
    }

    private Optional<Held> heldUnder(long fencingToken) {
        return this instanceof Held held && held.fencingToken() == fencingToken ? Optional.of(held) : Optional.empty();
    }

    private static void mustLast(Duration length) {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("a lease must last longer than " + length);
        }
    }
}
