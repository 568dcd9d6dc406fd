package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.AttemptQueue;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttemptClaimsTest {

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final Backlog backlog = new Backlog(store);
    private final AttemptClaims one = backlog.claims(store, "one");
    private final AttemptClaims other = backlog.claims(store, "other");

    @BeforeEach
    void organizations() {
        backlog.organization("acme", Map.of());
        backlog.organization("beta", Map.of());
        backlog.pool("acme", "linux", 2, "untrusted");
        backlog.pool("beta", "linux", 2, "untrusted");
    }

    @Test
    void nothingWaitsSoNothingIsClaimed() {
        assertThat(one.next()).isEmpty();
    }

    @Test
    void organizationsTakeTurnsAndNoPoolIsExceeded() {
        for (int number = 0; number < 4; number++) {
            backlog.run("acme", "a" + number, "app", "app#" + number, "linux");
        }
        backlog.run("beta", "b0", "app", "app#1", "linux");

        assertThat(taken(one, other)).containsExactly("a0-1", "b0-1", "a1-1");
        assertThat(one.next()).isEmpty();
    }

    @Test
    void whereOneRunsAtATimeOrganizationsStillTakeTurns() {
        backlog.organization("gamma", Map.of("concurrentRuns", 1));
        backlog.pool("gamma", "linux", 1, "untrusted");
        for (int number = 0; number < 3; number++) {
            backlog.run("gamma", "busy" + number, "busy", "busy#" + number, "linux");
        }
        backlog.run("gamma", "idle", "idle", "idle#1", "linux");
        List<String> served = new ArrayList<>();
        for (int turn = 0; turn < 4; turn++) {
            Claim claim = one.next().orElseThrow();
            served.add(claim.attempt());
            backlog.pass(Duration.ofSeconds(1));
            backlog.fail(claim, 0);
        }

        assertThat(served).containsExactly("busy0-1", "idle-1", "busy1-1", "busy2-1");
    }

    @Test
    void anOrganizationHasNoMoreAtWorkThanItsQuota() {
        backlog.organization("gamma", Map.of("concurrentRuns", 1));
        backlog.pool("gamma", "linux", 5, "untrusted");
        backlog.run("gamma", "g0", "app", "app#1", "linux");
        backlog.run("gamma", "g1", "app", "app#2", "linux");

        assertThat(taken(one, other)).containsExactly("g0-1");
    }

    @Test
    void anOrganizationThatHasSpentItsDayGoesOnTheNextDay() {
        backlog.organization("gamma", Map.of("dailyCostUsd", 5.0));
        backlog.pool("gamma", "linux", 5, "untrusted");
        backlog.run("gamma", "g0", "app", "app#1", "linux");
        backlog.run("gamma", "g1", "app", "app#2", "linux");
        Claim first = one.next().orElseThrow();
        backlog.fail(first, 5.25);

        assertThat(one.next()).isEmpty();
        backlog.pass(Duration.ofHours(12));
        assertThat(one.next()).map(Claim::attempt).contains("g1-1");
    }

    @Test
    void aPoolForTrustedWorkTakesNoOther() {
        backlog.pool("acme", "safe", 5, "trusted");
        backlog.run("acme", "stranger", "app", "app#1", "safe", "untrusted");
        backlog.run("acme", "member", "app", "app#2", "safe", "member");
        backlog.run("acme", "writer", "app", "app#3", "safe", "trusted");
        backlog.run("acme", "anywhere", "app", "app#4", "linux", "trusted");

        assertThat(taken(one)).containsExactlyInAnyOrder("writer-1", "anywhere-1");
    }

    @Test
    void aDeadWorkersAttemptPassesOnWithAHigherTokenAheadOfAllThatWait() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        Claim lost = one.next().orElseThrow();
        backlog.run("beta", "b0", "app", "app#1", "linux");
        backlog.pass(Backlog.LEASE);

        Claim taken = other.next().orElseThrow();

        assertThat(taken).isEqualTo(new Claim("acme", "a0-1", lost.token() + 1));
        assertThatThrownBy(() -> backlog.fail(lost, 0)).isInstanceOf(ClaimLostException.class);
        assertThat(other.next()).map(Claim::attempt).contains("b0-1");
    }

    @Test
    void whatWasPostponedIsNotTakenBeforeItsTimeAndKeepsItsPlace() {
        backlog.run("acme", "old", "app", "app#1", "linux");
        Claim first = one.next().orElseThrow();
        backlog.postpone(first, Duration.ofSeconds(8));
        backlog.run("acme", "young", "app", "app#2", "linux");
        backlog.pool("acme", "mac", 1, "untrusted");

        backlog.pass(Duration.ofSeconds(7));
        assertThat(taken(other)).containsExactly("young-1");
        backlog.pass(Duration.ofSeconds(1));
        assertThat(other.next()).contains(new Claim("acme", "old-1", first.token() + 1));
    }

    @Test
    void whatHasEndedIsNotTakenAgain() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        backlog.fail(one.next().orElseThrow(), 0);
        backlog.pass(Duration.ofDays(1));

        assertThat(other.next()).isEmpty();
        assertThat(store.queue()).extracting(QueueEntry::state).containsExactly(QueueEntry.State.ENDED);
    }

    @Test
    void aQueueThatWasLostIsMadeAnew() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        backlog.run("acme", "a1", "app", "app#2", "linux");
        Claim claimed = one.next().orElseThrow();
        List<QueueEntry> before = List.copyOf(store.queue());
        store.transact(transaction -> {
            before.forEach(entry -> transaction.dequeue(entry.key()));
            QueueEntry gone = before.get(0);
            transaction.enqueue(new QueueEntry(
                    new ResourceKey("AgentDispatchAttempt", "acme", "never-there"),
                    gone.lane(),
                    gone.item(),
                    gone.place(),
                    QueueEntry.State.WAITING,
                    gone.since(),
                    gone.due()));
            return true;
        });
        assertThat(other.next()).isEmpty();

        AttemptQueue.mend(backlog.desk());

        assertThat(store.queue()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(claimed.attempt()).isEqualTo("a0-1");
        assertThat(other.next()).map(Claim::attempt).contains("a1-1");
    }

    private static List<String> taken(AttemptClaims... workers) {
        List<String> taken = new ArrayList<>();
        for (int turn = 0; turn < 10; turn++) {
            Stream.of(workers[turn % workers.length].next())
                    .flatMap(Optional::stream)
                    .map(Claim::attempt)
                    .forEach(taken::add);
        }
        return taken;
    }
}
