package io.jenkins.plugins.krate.failure;

import java.time.Duration;

/** How often reports are sent again and runs looked after: often while it is young, then ever more seldom, in the end no more. */
final class Patience {

    /** A report that could not be sent for so long is given up. */
    static final Duration SENDING = Duration.ofHours(24);
    /** Runs that have not ended for so long are no longer looked after. */
    static final Duration FOLLOWING = Duration.ofDays(14);
    /** A delivery that the engine does not know for so long is lost. */
    static final Duration UNKNOWN = Duration.ofHours(1);

    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Patience() {}

    /** The pause after {@code tries} failures in a row, or what the engine asked for if that is longer; at most an hour. */
    static Duration afterFailure(int tries, Duration asked) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(Math.max(tries, 0), 10));
        Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    /** The pause before runs are looked at again, {@code age} after the build ended. */
    static Duration betweenLooks(Duration age) {
        if (age.compareTo(Duration.ofMinutes(15)) < 0) {
            return FIRST;
        }
        if (age.compareTo(Duration.ofHours(3)) < 0) {
            return Duration.ofMinutes(1);
        }
        return age.compareTo(Duration.ofDays(1)) < 0 ? Duration.ofMinutes(5) : Duration.ofMinutes(30);
    }
}
