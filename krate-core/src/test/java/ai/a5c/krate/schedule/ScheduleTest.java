package ai.a5c.krate.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.schedule.Schedule.Due;
import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    /** Zones with days on which their clocks are changed: forward, back, by half an hour, at midnight, by a whole day. */
    private static final List<Change> CHANGES = List.of(
            new Change("Europe/Berlin", "2026-03-28T20:00:00Z"),
            new Change("Europe/Berlin", "2026-10-24T20:00:00Z"),
            new Change("America/New_York", "2026-03-08T00:00:00Z"),
            new Change("America/New_York", "2026-11-01T00:00:00Z"),
            new Change("Australia/Lord_Howe", "2026-04-04T10:00:00Z"),
            new Change("Australia/Lord_Howe", "2026-10-03T10:00:00Z"),
            new Change("America/Santiago", "2026-04-04T20:00:00Z"),
            new Change("America/Santiago", "2026-09-05T20:00:00Z"),
            new Change("Africa/Casablanca", "2026-02-14T20:00:00Z"),
            new Change("Pacific/Apia", "2011-12-29T20:00:00Z"),
            new Change("Asia/Kathmandu", "2026-01-01T00:00:00Z"),
            new Change("UTC", "2026-02-28T12:00:00Z"));

    private record Change(String zone, String from) {}

    @ParameterizedTest
    @CsvSource({
        "0 3 * * 1-5,        UTC,           2026-03-06T12:00:00Z, 2026-03-09T03:00:00Z",
        "*/15 * * * *,       UTC,           2026-03-06T12:00:00Z, 2026-03-06T12:15:00Z",
        "*/15 * * * *,       UTC,           2026-03-06T12:14:59Z, 2026-03-06T12:15:00Z",
        "0 0 29 2 *,         UTC,           2026-03-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 29 2 *,         UTC,           2096-03-01T00:00:00Z, 2104-02-29T00:00:00Z",
        "0 0 13 * fri,       UTC,           2026-03-06T12:00:00Z, 2026-03-13T00:00:00Z",
        "0 0 13 * fri,       UTC,           2026-03-13T00:00:00Z, 2026-03-20T00:00:00Z",
        "0 0 */2 * mon,      UTC,           2026-03-03T00:00:00Z, 2026-03-09T00:00:00Z",
        "0 0 * * 7,          UTC,           2026-03-06T12:00:00Z, 2026-03-08T00:00:00Z",
        "30 2 * * *,         Europe/Berlin, 2026-03-28T02:00:00Z, 2026-03-29T01:00:00Z",
        "30 2 * * *,         Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *,         Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "5/20 10-11 1 JAN *, UTC,           2026-03-06T12:00:00Z, 2027-01-01T10:05:00Z",
    })
    void theNextFiringIs(String cron, String zone, Instant after, Instant next) {
        assertThat(Schedule.of(cron, zone).next(after)).contains(next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | expected five fields such as 0 6 * * 1-5",
                "0 3 * * | expected five fields such as 0 6 * * 1-5",
                "0 3 * * * * | expected five fields such as 0 6 * * 1-5",
                "60 3 * * * | minute '60': from 0 to 59 is allowed",
                "0 24 * * * | hour '24': from 0 to 23 is allowed",
                "0 0 0 * * | day of the month '0': from 1 to 31 is allowed",
                "0 0 * foo * | month 'foo': expected one of jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec",
                "0 mon * * * | hour 'mon': expected a number",
                "0 0 * * 5-1 | day of the week '5-1': a range goes upwards",
                "*/0 0 * * * | minute '*/0': a step is at least 1",
                "1, 0 * * * | minute '': expected such as *, 5, 1-5 or */15",
                "@daily 0 * * * | minute '@daily': expected such as *, 5, 1-5 or */15",
                "0 0 31 2,4 * | '0 0 31 2,4 *' never comes: no such month has such a day",
            })
    void whatIsNoCronLineIsRefused(String cron, String message) {
        assertThatThrownBy(() -> Schedule.of(cron, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anUnknownZoneIsRefused() {
        assertThatThrownBy(() -> Schedule.of("0 0 * * *", "Europe/Atlantis"))
                .hasMessage("'Europe/Atlantis' is no time zone; expected such as Europe/Berlin");
    }

    @Test
    void everyFiringIsThatOfAClockWhichIsWatchedMinuteByMinute() {
        Seeds.forAll(200, random -> {
            Change change = CHANGES.get(random.nextInt(CHANGES.size()));
            Random5 cron = Random5.of(random);
            Instant from = Instant.parse(change.from());
            Instant to = from.plus(Duration.ofHours(60));
            List<Instant> watched = watch(cron, ZoneId.of(change.zone()), from, to);
            Schedule schedule = Schedule.of(cron.text(), change.zone());
            List<Instant> said = new ArrayList<>();
            for (Optional<Instant> next = schedule.next(from);
                    next.isPresent() && !next.get().isAfter(to);
                    next = schedule.next(next.get())) {
                said.add(next.get());
            }
            assertThat(said).as("%s in %s", cron.text(), change).isEqualTo(watched);
            Instant some = from.plusSeconds(random.nextLong(60 * 3_600));
            Optional<Instant> last =
                    watched.stream().filter(one -> !one.isAfter(some)).reduce((before, after) -> after);
            last.ifPresent(one -> assertThat(schedule.last(some))
                    .as("%s before %s", cron.text(), some)
                    .contains(one));
        });
    }

    /** Looks at the clock every minute: what it shows for the first time, or jumps over, fires. */
    private static List<Instant> watch(Random5 cron, ZoneId zone, Instant from, Instant to) {
        List<Instant> fired = new ArrayList<>();
        Set<LocalDateTime> shown = new HashSet<>();
        Instant start = from.minus(Duration.ofHours(26));
        LocalDateTime before = LocalDateTime.ofInstant(start, zone);
        for (Instant now = start.plusSeconds(60); !now.isAfter(to); now = now.plusSeconds(60)) {
            LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
            boolean fires = shown.add(wall) && cron.fits(wall);
            for (LocalDateTime skipped = before.plusMinutes(1);
                    skipped.isBefore(wall);
                    skipped = skipped.plusMinutes(1)) {
                fires |= cron.fits(skipped);
            }
            if (fires && now.isAfter(from)) {
                fired.add(now);
            }
            before = wall;
        }
        return fired;
    }

    @Test
    void aServerThatWasAwayFiresOnceOrNotAtAll() {
        Schedule hourly = Schedule.of("0 * * * *", "UTC");
        Instant planned = Instant.parse("2026-03-06T03:00:00Z");
        Instant later = Instant.parse("2026-03-06T07:30:00Z");
        Instant next = Instant.parse("2026-03-06T08:00:00Z");
        assertThat(hourly.due(planned, later, true))
                .isEqualTo(new Due(Optional.of(later.truncatedTo(ChronoUnit.HOURS)), Optional.of(next)));
        assertThat(hourly.due(planned, later, false)).isEqualTo(new Due(Optional.empty(), Optional.of(next)));
    }

    @Test
    void whatIsLateByMinutesWasNotMissed() {
        Schedule daily = Schedule.of("0 3 * * *", "UTC");
        Instant planned = Instant.parse("2026-03-06T03:00:00Z");
        assertThat(daily.due(planned, planned.plus(Schedule.GRACE), false).fired())
                .contains(planned);
        assertThat(daily.due(planned, planned.plus(Schedule.GRACE).plusSeconds(1), false)
                        .fired())
                .isEmpty();
    }

    @Test
    void aClockThatWasPutBackFiresNothing() {
        Schedule daily = Schedule.of("0 3 * * *", "UTC");
        Instant planned = Instant.parse("2026-03-06T03:00:00Z");
        assertThat(daily.due(planned, planned.minusSeconds(1), true))
                .isEqualTo(new Due(Optional.empty(), Optional.of(planned)));
    }

    /** A cron line together with the values that it was made of. */
    private record Random5(String text, List<Set<Integer>> values, boolean eitherDay) {

        static Random5 of(RandomGenerator random) {
            int[][] bounds = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
            int[] often = {3, 3, 2, 4, 2};
            List<String> texts = new ArrayList<>();
            List<Set<Integer>> values = new ArrayList<>();
            for (int field = 0; field < 5; field++) {
                int min = bounds[field][0];
                int max = bounds[field][1];
                boolean all = field == 3 || random.nextInt(often[field]) == 0;
                Set<Integer> chosen = all
                        ? IntStream.rangeClosed(min, max).boxed().collect(Collectors.toSet())
                        : IntStream.rangeClosed(0, random.nextInt(4))
                                .mapToObj(any -> random.nextInt(min, max + 1))
                                .collect(Collectors.toCollection(TreeSet::new));
                values.add(chosen);
                texts.add(all ? "*" : chosen.stream().map(String::valueOf).collect(Collectors.joining(",")));
            }
            return new Random5(
                    String.join(" ", texts),
                    values,
                    !texts.get(2).equals("*") && !texts.get(4).equals("*"));
        }

        boolean fits(LocalDateTime wall) {
            int weekday = wall.getDayOfWeek().getValue();
            boolean week = values.get(4).contains(weekday)
                    || (weekday == 7 && values.get(4).contains(0));
            boolean day = values.get(2).contains(wall.getDayOfMonth());
            return values.get(0).contains(wall.getMinute())
                    && values.get(1).contains(wall.getHour())
                    && (eitherDay ? day || week : day && week);
        }
    }
}
