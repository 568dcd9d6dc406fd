package ai.a5c.krate.server.http;

import ai.a5c.krate.server.auth.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** Whether one watcher may still watch, looked up again every few seconds; nothing that watchers share decides it. */
public final class Permission {

    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Predicate<Tick> holds;
    private Instant nextCheck;

    /** A permission that was just given and holds as long as {@code holds} says so. */
    public Permission(InstantSource clock, Predicate<Tick> holds) {
        this.clock = clock;
        this.holds = holds;
        this.nextCheck = clock.instant().plus(CHECK_EVERY);
    }

    /** The permission of {@code access}, as long as its token may do what it could. */
    public static Permission of(Gate gate, Access access, InstantSource clock) {
        return new Permission(clock, tick -> tick.once(List.of("token", access), () -> gate.stillHolds(access)));
    }

    /** Whether it is time to look again. */
    public boolean isDue() {
        return !clock.instant().isBefore(nextCheck);
    }

    /** Whether it holds, as far as was looked. */
    public boolean holds(Tick tick) {
        if (!isDue()) {
            return true;
        }
        nextCheck = clock.instant().plus(CHECK_EVERY);
        return holds.test(tick);
    }
}
