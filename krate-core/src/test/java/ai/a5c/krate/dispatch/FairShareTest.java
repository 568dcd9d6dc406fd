package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Capacity TEN = Capacity.of(Map.of("linux", 10));

    @Test
    void nothingWaitsSoNothingStarts() {
        assertThat(FairShare.next(new Queue(List.of(), List.of()), TEN)).isEmpty();
    }

    @Test
    void theOldestOfOneWorkItemGoesFirst() {
        QueuedAttempt old = waiting("b", at("acme", "r", "1"), 1);
        assertThat(FairShare.next(queue(waiting("a", at("acme", "r", "1"), 2), old), TEN))
                .contains(old);
        QueuedAttempt same = waiting("a", at("acme", "r", "1"), 1);
        assertThat(FairShare.next(queue(old, same), TEN)).contains(same);
    }

    @Test
    void theOrganizationWithTheLeastAtWorkGoesFirst() {
        QueuedAttempt old = waiting("a", at("acme", "r", "1"), 1);
        QueuedAttempt young = waiting("b", at("beta", "r", "1"), 2);
        assertThat(FairShare.next(queue(old, young), TEN)).contains(old);
        assertThat(FairShare.next(queue(List.of(old, young), active(at("acme", "x", "9"), 0)), TEN))
                .contains(young);
    }

    @Test
    void aHeavierOrganizationMayHaveMoreAtWork() {
        Capacity weighted = new Capacity(Map.of("linux", 10), Map.of("acme", 3), 99, Map.of(), 99, 99, 99);
        QueuedAttempt acme = waiting("a", at("acme", "r", "1"), 2);
        QueuedAttempt beta = waiting("b", at("beta", "r", "1"), 1);
        List<StartedAttempt> started = new ArrayList<>(List.of(active(at("beta", "x", "9"), 0)));
        for (int count = 0; count < 3; count++) {
            assertThat(FairShare.next(new Queue(List.of(acme, beta), started), weighted))
                    .contains(acme);
            started.add(active(at("acme", "y", "8"), 1));
        }
        assertThat(FairShare.next(new Queue(List.of(acme, beta), started), weighted))
                .contains(beta);
    }

    @Test
    void bothWeightsCount() {
        Capacity weighted = new Capacity(Map.of("linux", 10), Map.of("acme", 3, "beta", 2), 99, Map.of(), 99, 99, 99);
        QueuedAttempt acme = waiting("a", at("acme", "r", "1"), 1);
        QueuedAttempt beta = waiting("b", at("beta", "r", "1"), 2);
        List<StartedAttempt> started = new ArrayList<>();
        List<String> served = new ArrayList<>();
        for (int turn = 0; turn < 10; turn++) {
            QueuedAttempt next = FairShare.next(new Queue(List.of(acme, beta), started), weighted)
                    .orElseThrow();
            started.add(active(next.place(), turn));
            served.add(next.attempt());
        }
        assertThat(served).filteredOn("a"::equals).hasSize(6);
        assertThat(served.subList(0, 5)).filteredOn("a"::equals).hasSize(3);
    }

    @Test
    void withinAnOrganizationTheIdleRepositoryAndWorkItemGoFirst() {
        QueuedAttempt busyRepository = waiting("a", at("acme", "busy", "1"), 1);
        QueuedAttempt idleRepository = waiting("b", at("acme", "idle", "1"), 2);
        StartedAttempt busy = active(at("acme", "busy", "9"), 0);
        assertThat(FairShare.next(queue(List.of(busyRepository, idleRepository), busy), TEN))
                .contains(idleRepository);
        QueuedAttempt busyItem = waiting("c", at("acme", "busy", "9"), 0);
        assertThat(FairShare.next(queue(List.of(busyItem, busyRepository), busy), TEN))
                .contains(busyRepository);
    }

    @Test
    void ofEqualsTheOneThatWasServedLongestAgoGoesFirst() {
        QueuedAttempt acme = waiting("a", at("acme", "r", "1"), 1);
        QueuedAttempt beta = waiting("b", at("beta", "r", "1"), 2);
        StartedAttempt ended = new StartedAttempt(at("acme", "r", "0"), NOON, false);
        assertThat(FairShare.next(queue(List.of(acme, beta), ended), TEN)).contains(beta);
    }

    @Test
    void onePoolOfOneSlotServesOrganizationsInTurn() {
        List<QueuedAttempt> waiting = new ArrayList<>();
        IntStream.range(0, 100).forEach(n -> waiting.add(waiting("a" + n, at("acme", "r", "" + n), n)));
        IntStream.range(0, 3).forEach(n -> waiting.add(waiting("b" + n, at("beta", "r", "" + n), 1_000 + n)));
        List<StartedAttempt> ended = new ArrayList<>();
        List<String> served = new ArrayList<>();
        for (int turn = 0; turn < 8; turn++) {
            QueuedAttempt next = FairShare.next(new Queue(waiting, ended), Capacity.of(Map.of("linux", 1)))
                    .orElseThrow();
            waiting.remove(next);
            ended.add(new StartedAttempt(next.place(), NOON.plusSeconds(2_000 + turn), false));
            served.add(next.place().organization());
        }
        assertThat(served).containsExactly("acme", "beta", "acme", "beta", "acme", "beta", "acme", "acme");
    }

    @Test
    void aFullPoolDoesNotHoldUpAnotherPool() {
        QueuedAttempt linux = waiting("a", at("acme", "r", "1"), 1);
        QueuedAttempt mac = waiting("b", new Place("acme", "r", "2", "s", "mac", Trust.TRUSTED), 2);
        Capacity one = Capacity.of(Map.of("linux", 1, "mac", 1));
        assertThat(FairShare.next(queue(List.of(linux, mac), active(at("beta", "r", "1"), 0)), one))
                .contains(mac);
    }

    @Test
    void eachLimitHoldsAndIsExplained() {
        Place place = new Place("acme", "shop", "shop#7", "fixer", "linux", Trust.TRUSTED);
        QueuedAttempt one = waiting("a", place, 1);
        Queue busy = queue(List.of(one), active(place, 0));
        Map<Capacity, String> limits = new LinkedHashMap<>();
        limits.put(Capacity.of(Map.of()), "NO_CAPACITY: pool linux takes no attempts");
        limits.put(Capacity.of(Map.of("linux", 1)), "POOL_FULL: pool linux is full: 1 of 1 are active");
        limits.put(limited(1, 9, 9, 9), "ORGANIZATION_LIMIT: organization acme is full: 1 of 1 are active");
        limits.put(limited(9, 1, 9, 9), "REPOSITORY_LIMIT: repository shop is full: 1 of 1 are active");
        limits.put(limited(9, 9, 1, 9), "STACK_LIMIT: stack fixer is full: 1 of 1 are active");
        limits.put(
                limited(9, 9, 9, 1), "WORK_ITEM_LIMIT: work item shop#7 of repository shop is full: 1 of 1 are active");
        limits.forEach((capacity, expected) -> {
            assertThat(FairShare.next(busy, capacity)).isEmpty();
            Waiting waiting = FairShare.explain(busy, capacity, "a").orElseThrow();
            assertThat(waiting.reason() + ": " + waiting.message()).isEqualTo(expected);
        });
        assertThat(FairShare.next(busy, limited(2, 2, 2, 2))).contains(one);
    }

    @Test
    void anOrganizationMayHaveALimitOfItsOwn() {
        Capacity own = new Capacity(Map.of("linux", 9), Map.of(), 9, Map.of("acme", 1), 9, 9, 9);
        Queue busy = queue(List.of(waiting("a", at("acme", "r", "1"), 1)), active(at("acme", "r", "2"), 0));
        assertThat(FairShare.next(busy, own)).isEmpty();
        Capacity more = new Capacity(Map.of("linux", 9), Map.of(), 1, Map.of("acme", 2), 9, 9, 9);
        assertThat(FairShare.next(busy, more)).isPresent();
    }

    @Test
    void equalNamesInOtherPlacesDoNotCountTogether() {
        QueuedAttempt acme = waiting("a", at("acme", "r", "1"), 1);
        Queue busy = queue(List.of(acme), active(at("beta", "r", "1"), 0), active(at("acme", "q", "1"), 0));
        assertThat(FairShare.next(busy, new Capacity(Map.of("linux", 9), Map.of(), 2, Map.of(), 1, 9, 1)))
                .contains(acme);
    }

    @Test
    void theWaitIsExplainedByItsPlaceInTheOrderOfTurns() {
        Queue queue = queue(
                List.of(
                        waiting("a1", at("acme", "r", "1"), 1),
                        waiting("a2", at("acme", "r", "2"), 2),
                        waiting("a3", at("acme", "r", "3"), 3),
                        waiting("b1", at("beta", "r", "1"), 4),
                        waiting("m1", new Place("acme", "r", "1", "s", "mac", Trust.TRUSTED), 0)),
                active(at("beta", "r", "9"), 0));
        List<String> order = List.of("a1", "a2", "b1", "a3");
        for (int index = 0; index < order.size(); index++) {
            Waiting waiting = FairShare.explain(queue, TEN, order.get(index)).orElseThrow();
            assertThat(waiting.position()).as(order.get(index)).isEqualTo(index + 1);
            assertThat(waiting.length()).isEqualTo(4);
        }
        assertThat(FairShare.explain(queue, TEN, "a1"))
                .contains(new Waiting(1, 4, Waiting.Reason.NEXT, "the next free worker takes it"));
        assertThat(FairShare.explain(queue, TEN, "a3"))
                .contains(
                        new Waiting(4, 4, Waiting.Reason.NOT_ITS_TURN, "others go first: place 4 of 4 in pool linux"));
        assertThat(FairShare.explain(queue, TEN, "gone")).isEmpty();
        assertThat(Waiting.Reason.NOT_ITS_TURN.word()).isEqualTo("not-its-turn");
    }

    @Test
    void aPoolForTrustedWorkTakesNoOther() {
        Capacity trusted = TEN.trustedOnly(Set.of("linux"));
        for (Trust trust : Trust.values()) {
            QueuedAttempt one = waiting("a", new Place("acme", "r", "1", "s", "linux", trust), 1);
            assertThat(FairShare.next(queue(one), trusted).isPresent())
                    .as(trust.name())
                    .isEqualTo(trust == Trust.TRUSTED);
            assertThat(FairShare.next(queue(one), TEN)).as(trust.name()).contains(one);
        }
        QueuedAttempt member = waiting("a", new Place("acme", "r", "1", "s", "linux", Trust.MEMBER), 1);
        assertThat(FairShare.explain(queue(member), trusted, "a"))
                .contains(new Waiting(
                        1,
                        1,
                        Waiting.Reason.POOL_TRUSTED_ONLY,
                        "pool linux takes trusted work alone, and this is member; choose an untrusted pool"));
    }

    @Test
    void anOrganizationThatHasSpentItsDayWaits() {
        Capacity spent = TEN.organizations(Map.of(), Map.of("acme", "acme has spent 5.00 of 5.00"));
        QueuedAttempt acme = waiting("a", at("acme", "r", "1"), 1);
        QueuedAttempt beta = waiting("b", at("beta", "r", "1"), 2);
        assertThat(FairShare.next(queue(acme, beta), spent)).contains(beta);
        assertThat(FairShare.explain(queue(acme, beta), spent, "a"))
                .contains(new Waiting(1, 2, Waiting.Reason.DAILY_COST, "acme has spent 5.00 of 5.00"));
    }

    @Test
    void allAreExplainedAsEachIs() {
        Seeds.forAll(100, random -> {
            Queue queue = any(random, 20);
            Capacity capacity = limited(6, 4, 5, 2);
            Map<String, Waiting> all = FairShare.explain(queue, capacity);
            assertThat(all).hasSize(20);
            all.forEach((attempt, waiting) ->
                    assertThat(FairShare.explain(queue, capacity, attempt)).contains(waiting));
        });
    }

    /** What the store's queue gives: of each lane the oldest among idle work items, and of each busy one its oldest. */
    @Test
    void theHeadsOfTheLanesAreEnough() {
        Seeds.forAll(300, random -> {
            Queue queue = any(random, 60);
            Capacity capacity = limited(6, 4, 5, 2).trustedOnly(random.nextBoolean() ? Set.of("linux") : Set.of());
            Set<List<String>> busy =
                    queue.started().stream().map(one -> item(one.place())).collect(Collectors.toSet());
            Map<Object, QueuedAttempt> heads = new HashMap<>();
            queue.waiting()
                    .forEach(one -> heads.merge(
                            busy.contains(item(one.place())) ? one.place() : lane(one.place()),
                            one,
                            (a, b) -> a.queuedAt().isBefore(b.queuedAt()) ? a : b));
            assertThat(FairShare.next(new Queue(List.copyOf(heads.values()), queue.started()), capacity))
                    .isEqualTo(FairShare.next(queue, capacity));
        });
    }

    private static List<String> item(Place place) {
        return List.of(place.organization(), place.repository(), place.workItem());
    }

    private static List<Object> lane(Place place) {
        return List.of(
                place.organization(), place.repository(), place.stack(), place.pool(), place.trust(), place.subagent());
    }

    @Test
    void theOrderOfTheInputNeverMatters() {
        Seeds.forAll(100, random -> {
            Queue queue = any(random, 20);
            Queue shuffled =
                    new Queue(Seeds.shuffled(queue.waiting(), random), Seeds.shuffled(queue.started(), random));
            Capacity capacity = limited(6, 4, 5, 2);
            assertThat(FairShare.next(shuffled, capacity)).isEqualTo(FairShare.next(queue, capacity));
            String one = queue.waiting().get(random.nextInt(20)).attempt();
            assertThat(FairShare.explain(shuffled, capacity, one)).isEqualTo(FairShare.explain(queue, capacity, one));
        });
    }

    @Test
    void theFirstInTheOrderIsTheNext() {
        Seeds.forAll(100, random -> {
            Queue queue = any(random, 20);
            QueuedAttempt next =
                    FairShare.next(queue, Capacity.of(Map.of("linux", 99))).orElseThrow();
            assertThat(FairShare.explain(queue, Capacity.of(Map.of("linux", 99)), next.attempt())
                            .orElseThrow()
                            .position())
                    .isEqualTo(1);
        });
    }

    @Test
    void theOldestOfEachWorkItemIsEnough() {
        Seeds.forAll(100, random -> {
            Queue queue = any(random, 40);
            Map<Place, QueuedAttempt> oldest = new HashMap<>();
            queue.waiting()
                    .forEach(one -> oldest.merge(
                            one.place(), one, (a, b) -> a.queuedAt().isBefore(b.queuedAt()) ? a : b));
            Queue heads = new Queue(List.copyOf(oldest.values()), queue.started());
            assertThat(FairShare.next(heads, limited(6, 4, 5, 2)))
                    .isEqualTo(FairShare.next(queue, limited(6, 4, 5, 2)));
        });
    }

    @Test
    void noOrganizationStarvesWhateverTheOthersQueue() {
        Seeds.forAll(100, random -> {
            List<QueuedAttempt> waiting = new ArrayList<>(any(random, 60).waiting());
            waiting.add(waiting("victim", at("victim", "r", "1"), 9_999));
            List<StartedAttempt> started = new ArrayList<>();
            int turns = 0;
            for (boolean served = false; !served; turns++) {
                Optional<QueuedAttempt> next =
                        FairShare.next(new Queue(waiting, started), Capacity.of(Map.of("linux", 99)));
                waiting.remove(next.orElseThrow());
                started.add(active(next.orElseThrow().place(), 10_000 + turns));
                served = next.orElseThrow().attempt().equals("victim");
            }
            assertThat(turns).isLessThanOrEqualTo(4);
        });
    }

    @Test
    void weightsMustBePositive() {
        assertThatThrownBy(() -> new Capacity(Map.of(), Map.of("acme", 0), 1, Map.of(), 1, 1, 1))
                .hasMessage("weight of organization acme must be at least 1, got 0");
    }

    private static Queue any(RandomGenerator random, int length) {
        List<QueuedAttempt> waiting = IntStream.range(0, length)
                .mapToObj(n -> waiting("at-" + n, anywhere(random), n))
                .toList();
        List<StartedAttempt> started = IntStream.range(0, random.nextInt(12))
                .mapToObj(n -> new StartedAttempt(anywhere(random), NOON.plusSeconds(n), random.nextBoolean()))
                .toList();
        return new Queue(waiting, started);
    }

    private static Place anywhere(RandomGenerator random) {
        return new Place(
                "org-" + random.nextInt(3),
                "r" + random.nextInt(2),
                "w" + random.nextInt(8),
                "s" + random.nextInt(2),
                "linux",
                List.of(Trust.values()).get(random.nextInt(3)),
                random.nextInt(4) == 0);
    }

    private static Capacity limited(int organization, int repository, int stack, int workItem) {
        return new Capacity(Map.of("linux", 9), Map.of(), organization, Map.of(), repository, stack, workItem);
    }

    private static Place at(String organization, String repository, String workItem) {
        return new Place(organization, repository, workItem, "s", "linux", Trust.TRUSTED);
    }

    private static QueuedAttempt waiting(String attempt, Place place, int seconds) {
        return new QueuedAttempt(attempt, place, NOON.plusSeconds(seconds));
    }

    private static StartedAttempt active(Place place, int seconds) {
        return new StartedAttempt(place, NOON.plusSeconds(seconds), true);
    }

    private static Queue queue(QueuedAttempt... waiting) {
        return new Queue(List.of(waiting), List.of());
    }

    private static Queue queue(List<QueuedAttempt> waiting, StartedAttempt... started) {
        return new Queue(waiting, List.of(started));
    }
}
