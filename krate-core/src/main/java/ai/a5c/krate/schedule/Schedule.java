package ai.a5c.krate.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A cron line in a time zone.
 *
 * <p>Where clocks are put forward, all times that the wall clock leaves out fire once together, at the first instant
 * after. Where they are put back, a time that comes twice fires the first time only.
 */
public final class Schedule {

    /** A firing that is late by no more than this has not been missed. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    /** The longest that a line can be silent: from one 29 February over a year without one to the next. */
    private static final int MOST_DAYS = 9 * 366;

    private final Cron cron;
    private final ZoneId zone;

    private Schedule(Cron cron, ZoneId zone) {
        this.cron = cron;
        this.zone = zone;
    }

    /**
     * The schedule of {@code cron} in {@code zone}; in UTC if that is empty.
     *
     * @throws IllegalArgumentException if either cannot be read
     */
    public static Schedule of(String cron, String zone) {
        Cron line = Cron.parse(cron);
        try {
            return new Schedule(line, ZoneId.of(zone.isEmpty() ? "UTC" : zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' is no time zone; expected such as Europe/Berlin".formatted(zone));
        }
    }

    /** The first firing after {@code instant}; empty only beyond the years that calendars know. */
    public Optional<Instant> next(Instant instant) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
        Optional<Instant> found = next(wall.toLocalDate(), wall.toLocalTime(), instant);
        for (int day = 1; day < MOST_DAYS && found.isEmpty(); day++) {
            found = next(wall.toLocalDate().plusDays(day), LocalTime.MIN, instant);
        }
        return found;
    }

    /** Of that day, from that time of the wall clock on: what it showed before has been. */
    private Optional<Instant> next(LocalDate date, LocalTime from, Instant instant) {
        return cron.fits(date)
                ? cron.times().stream()
                        .filter(time -> !time.isBefore(from))
                        .map(time -> instant(date, time))
                        .filter(fired -> fired.isAfter(instant))
                        .findFirst()
                : Optional.empty();
    }

    /** The last firing that is not after {@code instant}. */
    public Optional<Instant> last(Instant instant) {
        LocalDate from = LocalDate.ofInstant(instant, zone);
        for (int day = 0; day < MOST_DAYS; day++) {
            LocalDate date = from.minusDays(day);
            Optional<Instant> fired = cron.fits(date)
                    ? cron.times().stream()
                            .map(time -> instant(date, time))
                            .filter(one -> !one.isAfter(instant))
                            .reduce((before, after) -> after)
                    : Optional.empty();
            if (fired.isPresent()) {
                return fired;
            }
        }
        return Optional.empty();
    }

    /**
     * What has to happen at {@code now} if the next firing was to be at {@code planned}.
     *
     * <p>Of several that have passed, the last one fires: in any case if it is late by no more than {@link #GRACE},
     * else if {@code once}.
     */
    public Due due(Instant planned, Instant now, boolean once) {
        Optional<Instant> fired = now.isBefore(planned)
                ? Optional.empty()
                : last(now)
                        .filter(last -> !last.isBefore(planned))
                        .filter(last -> once || !last.plus(GRACE).isBefore(now));
        return new Due(fired, next(now));
    }

    private Instant instant(LocalDate date, LocalTime time) {
        LocalDateTime wall = LocalDateTime.of(date, time);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.getTransition(wall);
        if (transition == null) {
            return wall.toInstant(rules.getOffset(wall));
        }
        return transition.isGap() ? transition.getInstant() : wall.toInstant(transition.getOffsetBefore());
    }

    /**
     * What a schedule wants.
     *
     * @param fired the time for which it fires now
     * @param next when it has to be asked again
     */
    public record Due(Optional<Instant> fired, Optional<Instant> next) {}
}
