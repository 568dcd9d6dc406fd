package ai.a5c.krate.server.kubernetes;

import java.time.Duration;

/** Durations as {@code kubectl} shows ages, such as {@code 5m12s} (apimachinery's HumanDuration). */
final class Ages {

    private Ages() {}

    static String of(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = age.toMinutes();
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        return minutes < 180 ? minutes + "m" : ofHours(age.toHours(), minutes % 60);
    }

    private static String ofHours(long hours, long minutes) {
        if (hours < 8) {
            return two(hours, "h", minutes, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        return hours < 24 * 8 ? two(hours / 24, "d", hours % 24, "h") : ofDays(hours / 24);
    }

    private static String ofDays(long days) {
        if (days < 365 * 2) {
            return days + "d";
        }
        return days < 365 * 8 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
