package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.OwnLimits.Named;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OwnLimitsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Capacity MANY = Capacity.of(Map.of("linux", 99));
    private static final Place PLACE = new Place("acme", "shop", "issue/7", "fixer", "linux", Trust.TRUSTED);

    @Test
    void eachLimitHoldsWhereItIsGivenAndIsExplained() {
        Map<OwnLimits, String> limits = new LinkedHashMap<>();
        limits.put(repositories("acme", "shop", 1), "REPOSITORY_LIMIT: repository shop is full: 1 of 1 are active");
        limits.put(stacks("acme", "fixer", 1), "STACK_LIMIT: stack fixer is full: 1 of 1 are active");
        limits.put(
                workItems(Map.of("acme", 1), Map.of()),
                "WORK_ITEM_LIMIT: work item issue/7 of repository shop is full: 1 of 1 are active");
        limits.put(
                workItems(Map.of(), Map.of(new Named("acme", "shop"), 1)),
                "WORK_ITEM_LIMIT: work item issue/7 of repository shop is full: 1 of 1 are active");
        Queue busy = queue(PLACE, PLACE);
        limits.forEach((own, expected) -> {
            assertThat(FairShare.next(busy, MANY.own(own))).isEmpty();
            Waiting waiting = FairShare.explain(busy, MANY.own(own), "waits").orElseThrow();
            assertThat(waiting.reason() + ": " + waiting.message()).isEqualTo(expected);
        });
    }

    @Test
    void aLimitOfSomethingElseLimitsNothing() {
        Queue busy = queue(PLACE, PLACE);
        for (OwnLimits own : List.of(
                OwnLimits.NONE,
                repositories("beta", "shop", 1),
                repositories("acme", "fixer", 1),
                stacks("acme", "shop", 1),
                workItems(Map.of("beta", 1), Map.of(new Named("acme", "app"), 1)),
                workItems(Map.of("acme", 2), Map.of()))) {
            assertThat(FairShare.next(busy, MANY.own(own))).as(own.toString()).isPresent();
        }
    }

    @Test
    void ofTheLimitsOfOrganizationAndRepositoryBothHold() {
        Named shop = new Named("acme", "shop");
        assertThat(FairShare.next(queue(PLACE, PLACE), MANY.own(workItems(Map.of("acme", 1), Map.of(shop, 5)))))
                .isEmpty();
        assertThat(FairShare.next(queue(PLACE, PLACE), MANY.own(workItems(Map.of("acme", 5), Map.of(shop, 1)))))
                .isEmpty();
    }

    @Test
    void workOnNoWorkItemIsLimitedByNone() {
        Place none = new Place("acme", "shop", "", "fixer", "linux", Trust.TRUSTED);
        assertThat(FairShare.next(queue(none, none), MANY.own(workItems(Map.of("acme", 1), Map.of()))))
                .isPresent();
    }

    /** Whoever waits for its subagent keeps its place; the subagent works in it. */
    @Test
    void aSubagentWorksInThePlaceOfTheRunThatWaitsForIt() {
        Place child = new Place("acme", "shop", "issue/7", "fixer", "linux", Trust.TRUSTED, true);
        Named shop = new Named("acme", "shop");
        OwnLimits all = new OwnLimits(
                Map.of(shop, 1), Map.of(new Named("acme", "fixer"), 1), Map.of("acme", 1), Map.of(shop, 1));
        assertThat(FairShare.next(queue(child, PLACE), MANY.own(all))).isPresent();
        assertThat(FairShare.next(queue(PLACE, child), MANY.own(all)))
                .as("it takes up no place itself")
                .isPresent();
        assertThat(FairShare.next(queue(child, PLACE), Capacity.of(Map.of("linux", 1))))
                .as("a pool has room for all or has not")
                .isEmpty();
    }

    /** Starts and ends in any order, beside a simple count of who is at work. */
    @Test
    void whateverStartsAndEndsNoLimitIsPassedAndRoomIsUsed() {
        Seeds.forAll(200, random -> {
            Map<Named, Integer> repositories = Map.of(new Named("o0", "r0"), 1 + random.nextInt(3));
            Map<Named, Integer> stacks = Map.of(new Named("o1", "s1"), 1 + random.nextInt(3));
            Map<Named, Integer> items = Map.of(new Named("o1", "r0"), 2);
            Capacity capacity = MANY.own(new OwnLimits(repositories, stacks, Map.of("o0", 1), items));
            List<QueuedAttempt> waiting = new ArrayList<>();
            List<Place> active = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                if (random.nextBoolean()) {
                    waiting.add(new QueuedAttempt("a" + step, anywhere(random), NOON.plusSeconds(step)));
                }
                if (random.nextInt(3) == 0 && !active.isEmpty()) {
                    active.remove(random.nextInt(active.size()));
                }
                Optional<QueuedAttempt> next = FairShare.next(new Queue(waiting, started(active)), capacity);
                boolean room = waiting.stream().anyMatch(one -> fits(one.place(), active, repositories, stacks, items));
                assertThat(next.isPresent()).isEqualTo(room);
                next.ifPresent(one -> {
                    assertThat(fits(one.place(), active, repositories, stacks, items))
                            .isTrue();
                    waiting.remove(one);
                    active.add(one.place());
                });
            }
        });
    }

    private static boolean fits(
            Place place,
            List<Place> active,
            Map<Named, Integer> repositories,
            Map<Named, Integer> stacks,
            Map<Named, Integer> items) {
        Named repository = new Named(place.organization(), place.repository());
        int ofItem = place.organization().equals("o0") ? 1 : items.getOrDefault(repository, 99);
        return place.subagent()
                || (same(active, place, Place::repository) < repositories.getOrDefault(repository, 99)
                        && same(active, place, Place::stack)
                                < stacks.getOrDefault(new Named(place.organization(), place.stack()), 99)
                        && same(active, place, one -> one.repository() + "/" + one.workItem()) < ofItem);
    }

    private static long same(List<Place> active, Place place, Function<Place, String> what) {
        return active.stream()
                .filter(one -> !one.subagent())
                .filter(one -> one.organization().equals(place.organization()))
                .filter(one -> what.apply(one).equals(what.apply(place)))
                .count();
    }

    private static Place anywhere(RandomGenerator random) {
        return new Place(
                "o" + random.nextInt(2),
                "r" + random.nextInt(2),
                "issue/" + random.nextInt(3),
                "s" + random.nextInt(2),
                "linux",
                Trust.TRUSTED,
                random.nextInt(5) == 0);
    }

    private static OwnLimits repositories(String organization, String name, int most) {
        return new OwnLimits(Map.of(new Named(organization, name), most), Map.of(), Map.of(), Map.of());
    }

    private static OwnLimits stacks(String organization, String name, int most) {
        return new OwnLimits(Map.of(), Map.of(new Named(organization, name), most), Map.of(), Map.of());
    }

    private static OwnLimits workItems(Map<String, Integer> ofOrganizations, Map<Named, Integer> ofRepositories) {
        return new OwnLimits(Map.of(), Map.of(), ofOrganizations, ofRepositories);
    }

    private static Queue queue(Place waits, Place works) {
        return new Queue(List.of(new QueuedAttempt("waits", waits, NOON)), started(List.of(works)));
    }

    private static List<StartedAttempt> started(List<Place> active) {
        return active.stream()
                .map(place -> new StartedAttempt(place, NOON, true))
                .toList();
    }
}
