package ai.a5c.krate.server.console;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times and durations in few words. */
final class Ago {

    private Ago() {}

    static String since(@Nullable Instant time, Instant now) {
        if (time == null) {
            return "";
        }
        Duration age = Duration.between(time, now);
        return age.toSeconds() < 5 ? "just now" : length(age) + " ago";
    }

    static String until(@Nullable Instant time, Instant now) {
        if (time == null) {
            return "";
        }
        return time.isBefore(now) ? "expired" : "in " + length(Duration.between(now, time));
    }

    static String length(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400 ? seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min" : seconds / 86_400 + " d";
    }
}
