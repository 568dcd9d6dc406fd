package ai.a5c.krate.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cron line of five fields: minute, hour, day of the month, month, day of the week.
 *
 * <p>As in every cron, a day fits by either of its two fields when both are restricted, that is, when neither begins
 * with {@code *}.
 */
public final class Cron {

    private static final int LONGEST = 256;

    private final String text;
    private final long days;
    private final long months;
    private final long weekdays;
    private final boolean eitherDay;
    private final List<LocalTime> times;

    private Cron(String text, String[] fields) {
        this.text = text;
        long minutes = CronField.MINUTE.read(fields[0]);
        long hours = CronField.HOUR.read(fields[1]);
        this.days = CronField.DAY.read(fields[2]);
        this.months = CronField.MONTH.read(fields[3]);
        this.weekdays = CronField.WEEKDAY.read(fields[4]);
        this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        this.times = IntStream.range(0, 24 * 60)
                .filter(minute -> has(hours, minute / 60) && has(minutes, minute % 60))
                .mapToObj(minute -> LocalTime.ofSecondOfDay(minute * 60L))
                .toList();
    }

    /**
     * The line that {@code text} writes.
     *
     * @throws IllegalArgumentException if it is none, or its day never comes; the message names field and value
     */
    public static Cron parse(String text) {
        String[] fields = text.strip().split("[ \t]+", -1);
        if (fields.length != 5 || text.length() > LONGEST) {
            throw new IllegalArgumentException("expected five fields such as 0 6 * * 1-5");
        }
        Cron cron = new Cron(text, fields);
        if (!cron.eitherDay && !cron.hasSomeDay()) {
            throw new IllegalArgumentException("'%s' never comes: no such month has such a day".formatted(text));
        }
        return cron;
    }

    private boolean hasSomeDay() {
        int firstDay = Long.numberOfTrailingZeros(days);
        return IntStream.rangeClosed(1, 12)
                .anyMatch(month ->
                        has(months, month) && firstDay <= Month.of(month).maxLength());
    }

    /** Whether it fires on that day at all. */
    boolean fits(LocalDate date) {
        if (!has(months, date.getMonthValue())) {
            return false;
        }
        int weekday = date.getDayOfWeek().getValue();
        boolean day = has(days, date.getDayOfMonth());
        boolean week = has(weekdays, weekday) || (weekday == 7 && has(weekdays, 0));
        return eitherDay ? day || week : day && week;
    }

    /** When it fires on a day that fits, by the wall clock and in order. */
    List<LocalTime> times() {
        return times;
    }

    private static boolean has(long bits, int value) {
        return (bits >> value & 1) == 1;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
