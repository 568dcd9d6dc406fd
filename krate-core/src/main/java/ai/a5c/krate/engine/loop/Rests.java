package ai.a5c.krate.engine.loop;

import ai.a5c.krate.engine.Desk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long loops rest that nobody wakes: until what they know of is due, and never past the next sweep. */
final class Rests {

    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration RUNG_SWEEP = Duration.ofSeconds(30);
    private static final Duration RING = Duration.ofSeconds(5);
    private static final Duration AUDIT = Duration.ofSeconds(5);
    private static final Duration QUEUE = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final Desk desk;
    private final boolean rung;

    /** Rests of loops that are {@code rung} for what others commit and for what time brings, or look for themselves. */
    Rests(Desk desk, boolean rung) {
        this.desk = desk;
        this.rung = rung;
    }

    Duration ofTopic(String topic) {
        return rung && isShared(topic)
                ? uneven(RUNG_SWEEP)
                : until(desk, desk.ports().store().nextDue(topic), uneven(SWEEP));
    }

    /** Whether any server may work on {@code topic}; one with a host in its name is that host's alone, which looks itself. */
    static boolean isShared(String topic) {
        return topic.indexOf('@') < 0;
    }

    /** What waits without room is looked at with each sweep; what is due later, when it is. */
    Duration ofQueue() {
        Instant now = desk.ports().clock().instant();
        return until(desk, desk.ports().store().nextInQueue().filter(due -> due.isAfter(now)), uneven(QUEUE));
    }

    Duration ofAudit() {
        return uneven(AUDIT);
    }

    /** When the one server that was rung for {@code topic} wants it rung again. */
    static Instant nextRing(Desk desk, String topic) {
        Duration wait = until(desk, desk.ports().store().nextDue(topic), RING);
        return desk.ports().clock().instant().plus(wait.compareTo(QUEUE) < 0 ? QUEUE : wait);
    }

    private static Duration until(Desk desk, Optional<Instant> due, Duration most) {
        return due.map(when -> Duration.between(desk.ports().clock().instant(), when))
                .filter(wait -> wait.compareTo(most) < 0)
                .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait)
                .orElse(most);
    }

    /** So that servers started together do not look together for ever. */
    private static Duration uneven(Duration length) {
        return length.multipliedBy(ThreadLocalRandom.current().nextLong(75, 126))
                .dividedBy(100);
    }
}
