package ai.a5c.krate.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of a machine, which never goes back: where its clock is set back, time goes on by a watch that nobody can set
 * until the clock has caught up. What is due then stays due; a clock that is set forward is believed at once, as after sleep.
 */
public final class SteadyClock implements InstantSource {

    private static final SteadyClock HERE = new SteadyClock(InstantSource.system(), System::nanoTime);

    private final InstantSource machine;
    private final LongSupplier watch;
    private Instant last;
    private long lastAt;

    /**
     * The time of {@code machine}.
     *
     * @param watch nanoseconds that only go forward, as {@link System#nanoTime}
     */
    public SteadyClock(InstantSource machine, LongSupplier watch) {
        this.machine = machine;
        this.watch = watch;
        this.lastAt = watch.getAsLong();
        this.last = machine.instant();
    }

    /** The clock of this machine, one for all of this process. */
    public static SteadyClock ofThisMachine() {
        return HERE;
    }

    @Override
    public synchronized Instant instant() {
        long at = watch.getAsLong();
        Instant counted = last.plusNanos(at - lastAt);
        Instant told = machine.instant();
        last = told.isBefore(last) ? counted : told;
        lastAt = at;
        return last;
    }
}
