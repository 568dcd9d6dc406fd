package ai.a5c.krate.schedule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of the five fields of a cron line.
 *
 * @param min the least value
 * @param max the greatest value
 * @param words values that may also be written as words, from the least on
 */
record CronField(String name, int min, int max, List<String> words) {

    static final CronField MINUTE = new CronField("minute", 0, 59, List.of());
    static final CronField HOUR = new CronField("hour", 0, 23, List.of());
    static final CronField DAY = new CronField("day of the month", 1, 31, List.of());
    static final CronField MONTH = new CronField(
            "month",
            1,
            12,
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    /** Both 0 and 7 are Sunday. */
    static final CronField WEEKDAY =
            new CronField("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private static final Pattern PART =
            Pattern.compile("(?:\\*|([0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?)(?:/([0-9]{1,2}))?");

    /** The values that {@code text} chooses, as bits. */
    long read(String text) {
        long chosen = 0;
        for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            chosen |= part(part);
        }
        return chosen;
    }

    private long part(String part) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            throw fault(part, "expected such as *, 5, 1-5 or */15");
        }
        boolean all = matcher.group(1) == null;
        int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        int first = all ? min : value(matcher.group(1));
        int last = all ? max : last(matcher, first);
        if (step == 0) {
            throw fault(part, "a step is at least 1");
        }
        if (first > last) {
            throw fault(part, "a range goes upwards");
        }
        return IntStream.rangeClosed(first, last)
                .filter(value -> (value - first) % step == 0)
                .mapToLong(value -> 1L << value)
                .reduce(0, (some, more) -> some | more);
    }

    /** A single value with a step goes on to the greatest. */
    private int last(Matcher matcher, int first) {
        if (matcher.group(2) != null) {
            return value(matcher.group(2));
        }
        return matcher.group(3) == null ? first : max;
    }

    private int value(String text) {
        int word = words.indexOf(text);
        if (word < 0 && Character.isLetter(text.charAt(0))) {
            throw fault(text, words.isEmpty() ? "expected a number" : "expected one of " + String.join(", ", words));
        }
        int value = word < 0 ? Integer.parseInt(text) : word + min;
        if (value < min || value > max) {
            throw fault(text, "from %d to %d is allowed".formatted(min, max));
        }
        return value;
    }

    private IllegalArgumentException fault(String text, String expected) {
        return new IllegalArgumentException("%s '%s': %s".formatted(name, text, expected));
    }
}
