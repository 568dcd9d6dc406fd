package ai.a5c.krate.server.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Counts wrong tokens by address and makes guessers wait. */
public final class LoginThrottle {

    /** Wrong tokens that an address may present in a window. */
    public static final int ALLOWED = 10;

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final BoundedMap<String, Count> counts = new BoundedMap<>(MOST);

    public LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long {@code address} has to wait; zero if it may try now. */
    public Duration wait(String address) {
        Instant now = clock.instant();
        return counts.get(address)
                .filter(count -> count.wrong() >= ALLOWED && now.isBefore(count.until()))
                .map(count -> Duration.between(now, count.until()))
                .orElse(Duration.ZERO);
    }

    /** Notes a wrong token. */
    public synchronized void wrong(String address) {
        Instant now = clock.instant();
        Count before =
                counts.get(address).filter(count -> now.isBefore(count.until())).orElse(new Count(0, now.plus(WINDOW)));
        counts.put(address, new Count(before.wrong() + 1, before.until()));
    }

    int addresses() {
        return counts.size();
    }

    private record Count(int wrong, Instant until) {}
}
