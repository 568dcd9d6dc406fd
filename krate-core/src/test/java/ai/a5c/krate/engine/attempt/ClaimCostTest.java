package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CountedCalls;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a claim asks of the store, each call a statement or a few where the store is a database. */
class ClaimCostTest {

    private static final int REPOSITORIES = 4;

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final CountedCalls calls = new CountedCalls(store);
    private final Backlog backlog = new Backlog(store);
    private final AttemptClaims claims = backlog.claims(calls.store(), "one");

    @Test
    void aClaimAsksAsMuchHoweverManyWait() {
        for (String organization : new String[] {"acme", "beta"}) {
            backlog.organization(organization, Map.of());
            backlog.pool(organization, "linux", 10_000, "untrusted");
        }
        queue(0, 100);
        claimed();
        Map<String, Integer> few = claimed();
        queue(100, 2_000);

        assertThat(claimed()).isEqualTo(few);
        assertThat(claimed()).isEqualTo(few);
    }

    /** Attempt and run are read once and written once each; the third read is of what the transaction wrote itself; one message lets the forge be told. */
    @Test
    void aClaimReadsNothingTwice() {
        backlog.organization("acme", Map.of());
        backlog.pool("acme", "linux", 2, "untrusted");
        queue(0, 1);

        assertThat(claimed())
                .isEqualTo(Map.ofEntries(
                        Map.entry("nextInQueue", 1),
                        Map.entry("transact", 1),
                        Map.entry("lock", 1),
                        Map.entry("heads", 1),
                        Map.entry("list", 4),
                        Map.entry("get", 3),
                        Map.entry("put", 2),
                        Map.entry("enqueue", 1),
                        Map.entry("lastSequence", 1),
                        Map.entry("append", 1),
                        Map.entry("send", 1),
                        Map.entry("audit", 1)));
    }

    private Map<String, Integer> claimed() {
        calls.taken();
        assertThat(claims.next()).isPresent();
        Map<String, Integer> taken = calls.taken();
        backlog.pass(Duration.ofMillis(1));
        return taken;
    }

    private void queue(int from, int upTo) {
        for (int number = from; number < upTo; number++) {
            backlog.run(
                    number % 2 == 0 ? "acme" : "beta",
                    "run-" + number,
                    "app-" + number / 2 % REPOSITORIES,
                    "issue/" + number,
                    "linux");
        }
    }
}
