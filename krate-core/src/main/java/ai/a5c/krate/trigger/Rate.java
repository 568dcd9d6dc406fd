package ai.a5c.krate.trigger;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many in what time, written as {@code 20/h}: per minute, hour or day. */
public record Rate(int limit, Duration period) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([mhd])");

    public Rate {
        if (limit < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a rate allows at least one in some time");
        }
    }

    /**
     * The rate that {@code text} says.
     *
     * @throws IllegalArgumentException if it says none
     */
    public static Rate parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is no rate; expected such as 20/h, 5/m, 100/d".formatted(text));
        }
        Duration period = switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        return new Rate(Integer.parseInt(matcher.group(1)), period);
    }

    /** As it is written. */
    public String text() {
        return limit + (period.toDays() >= 1 ? "/d" : period.toHours() >= 1 ? "/h" : "/m");
    }
}
