package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What holds when servers that share one store claim at once. */
abstract class TwoServersLaws {

    private static final int THREADS = 3;

    /** A new, empty store. */
    abstract ResourceStore open();

    /** The store that was opened last, as another process would open it. */
    abstract ResourceStore again();

    @Test
    void noAttemptIsTakenTwiceAndNoLimitIsExceeded() {
        try (ResourceStore store = open();
                ResourceStore same = again()) {
            Backlog backlog = new Backlog(store);
            backlog.organization("acme", Map.of("concurrentRuns", 3));
            backlog.organization("beta", Map.of());
            backlog.pool("acme", "linux", 2, "untrusted");
            backlog.pool("acme", "mac", 5, "untrusted");
            backlog.pool("beta", "linux", 4, "untrusted");
            for (int number = 0; number < 12; number++) {
                backlog.run("acme", "a" + number, "app", "app#" + number, number % 2 == 0 ? "linux" : "mac");
                backlog.run("beta", "b" + number, "app", "app#" + number, "linux");
            }
            Set<String> served = new HashSet<>();
            for (int round = 0; served.size() < 24; round++) {
                List<Claim> taken = atOnce(backlog, store, same);
                assertThat(taken).as("round " + round).isNotEmpty();
                taken.forEach(claim -> assertThat(served.add(claim.attempt()))
                        .as(claim.attempt())
                        .isTrue());
                assertThat(count(taken, "a", "")).as("acme").isLessThanOrEqualTo(3);
                assertThat(count(taken, "a", "even")).as("linux of acme").isLessThanOrEqualTo(2);
                assertThat(count(taken, "b", "")).as("linux of beta").isLessThanOrEqualTo(4);
                backlog.pass(Duration.ofSeconds(1));
                taken.forEach(claim -> backlog.fail(claim, 0));
            }
            assertThat(store.nextInQueue()).isEmpty();
        }
    }

    /** Limits that no pool holds; a work item with one run at a time is what write-backs rely on. */
    @Test
    void noServerPassesALimitOfWorkItemsRepositoriesOrStacks() {
        try (ResourceStore store = open();
                ResourceStore same = again()) {
            Backlog backlog = new Backlog(store);
            backlog.organization("acme", Map.of("concurrentRunsPerWorkItem", 1));
            backlog.organization("beta", Map.of());
            backlog.organization("gamma", Map.of());
            backlog.repository("beta", "app", Map.of("concurrentRuns", 3, "concurrentRunsPerWorkItem", 2));
            backlog.stack("gamma", 2);
            for (String namespace : List.of("acme", "beta", "gamma")) {
                backlog.pool(namespace, "linux", 50, "untrusted");
                for (int number = 0; number < 8; number++) {
                    backlog.run(
                            namespace,
                            "%s%d".formatted(namespace.charAt(0), number),
                            "app",
                            "issue/" + number % 2,
                            "linux");
                }
            }
            Set<String> served = new HashSet<>();
            while (served.size() < 24) {
                List<Claim> taken = atOnce(backlog, store, same);
                assertThat(count(taken, "a", "even")).isLessThanOrEqualTo(1);
                assertThat(count(taken, "a", "")).isLessThanOrEqualTo(2);
                assertThat(count(taken, "b", "even")).isLessThanOrEqualTo(2);
                assertThat(count(taken, "b", "")).isLessThanOrEqualTo(3);
                assertThat(count(taken, "g", "")).isLessThanOrEqualTo(2);
                assertThat(taken).isNotEmpty();
                taken.forEach(claim -> served.add(claim.attempt()));
                backlog.pass(Duration.ofSeconds(1));
                taken.forEach(claim -> backlog.fail(claim, 0));
            }
        }
    }

    /** Claims, ends, postpones, dies and lets time pass in any order, beside a simple record of who has what. */
    @Test
    void whateverHappensEachAttemptHasOneOwnerWhoseTokenGrows() {
        Seeds.forAll(3, random -> {
            try (ResourceStore store = open();
                    ResourceStore same = again()) {
                Backlog backlog = new Backlog(store);
                backlog.organization("acme", Map.of());
                backlog.pool("acme", "linux", 3, "untrusted");
                List<AttemptClaims> servers = List.of(backlog.claims(store, "one"), backlog.claims(same, "two"));
                Map<String, Claim> held = new HashMap<>();
                Map<String, Long> tokens = new HashMap<>();
                Set<String> ended = new HashSet<>();
                for (int step = 0; step < 60; step++) {
                    switch (random.nextInt(6)) {
                        case 0 -> backlog.run("acme", "r" + step, "app", "app#" + random.nextInt(3), "linux");
                        case 1, 2 ->
                            servers.get(random.nextInt(2)).next().ifPresent(claim -> {
                                assertThat(ended).doesNotContain(claim.attempt());
                                assertThat(held).doesNotContainKey(claim.attempt());
                                assertThat(claim.token()).isGreaterThan(tokens.getOrDefault(claim.attempt(), 0L));
                                tokens.put(claim.attempt(), claim.token());
                                held.put(claim.attempt(), claim);
                                assertThat(held).hasSizeLessThanOrEqualTo(3);
                            });
                        case 3 ->
                            held.values().stream().findFirst().ifPresent(claim -> {
                                backlog.fail(claim, 0);
                                ended.add(claim.attempt());
                                held.remove(claim.attempt());
                            });
                        case 4 ->
                            held.values().stream().findFirst().ifPresent(claim -> {
                                backlog.postpone(claim, Duration.ofSeconds(random.nextInt(20)));
                                held.remove(claim.attempt());
                            });
                        default -> {
                            backlog.pass(Backlog.LEASE);
                            held.clear();
                        }
                    }
                }
            }
        });
    }

    private static List<Claim> atOnce(Backlog backlog, ResourceStore... stores) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS * stores.length);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS * stores.length);
            List<Future<List<Claim>>> running = new ArrayList<>();
            for (int number = 0; number < THREADS * stores.length; number++) {
                AttemptClaims claims = backlog.claims(stores[number % stores.length], "server-" + number);
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return untilThereIsNone(claims);
                }));
            }
            List<Claim> taken = new ArrayList<>();
            for (Future<List<Claim>> one : running) {
                taken.addAll(one.get(60, TimeUnit.SECONDS));
            }
            return taken;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Claim> untilThereIsNone(AttemptClaims claims) {
        List<Claim> taken = new ArrayList<>();
        claims.next().ifPresent(taken::add);
        for (int more = 0; more == taken.size() - 1; more++) {
            claims.next().ifPresent(taken::add);
        }
        return taken;
    }

    private static long count(List<Claim> taken, String prefix, String which) {
        return taken.stream()
                .map(Claim::attempt)
                .filter(name -> name.startsWith(prefix))
                .map(name -> Integer.parseInt(name.substring(1, name.indexOf('-'))))
                .filter(number -> which.isEmpty() || number % 2 == 0)
                .count();
    }
}
