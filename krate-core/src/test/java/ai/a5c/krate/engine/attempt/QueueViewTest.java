package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.QueueView;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueViewTest {

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final Backlog backlog = new Backlog(store);
    private final AttemptClaims claims = backlog.claims(store, "one");
    private final QueueView view = new QueueView(backlog.desk());

    @BeforeEach
    void oneSlot() {
        backlog.organization("acme", Map.of());
        backlog.pool("acme", "linux", 1, "untrusted");
    }

    @Test
    void eachThatWaitsIsToldItsPlaceAndWhy() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        backlog.run("acme", "a1", "app", "app#2", "linux");
        backlog.run("acme", "nowhere", "app", "app#3", "gone");

        assertThat(place("a0")).isEqualTo(new QueuePlace(1, 2, "next", "the next free worker takes it"));
        assertThat(place("a1"))
                .isEqualTo(new QueuePlace(2, 2, "not-its-turn", "others go first: place 2 of 2 in pool acme/linux"));
        assertThat(place("nowhere")).isEqualTo(new QueuePlace(1, 1, "no-capacity", "pool acme/gone takes no attempts"));

        claims.next();
        assertThat(place("a0")).isEqualTo(QueuePlace.NONE);
        assertThat(place("a1"))
                .isEqualTo(new QueuePlace(1, 1, "pool-full", "pool acme/linux is full: 1 of 1 are active"));
    }

    @Test
    void whatWasPostponedIsToldUntilWhen() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        backlog.postpone(claims.next().orElseThrow(), Duration.ofSeconds(8));

        assertThat(place("a0"))
                .isEqualTo(new QueuePlace(0, 0, "postponed", "it is tried again at 2026-11-22T12:00:08.001Z"));
        backlog.pass(Duration.ofSeconds(8));
        assertThat(place("a0").reason()).isEqualTo("next");
    }

    @Test
    void anOrganizationThatHasSpentItsDayIsTold() {
        backlog.organization("gamma", Map.of("dailyCostUsd", 5.0));
        backlog.pool("gamma", "linux", 5, "untrusted");
        backlog.run("gamma", "g0", "app", "app#1", "linux");
        backlog.run("gamma", "g1", "app", "app#2", "linux");
        backlog.fail(claims.next().orElseThrow(), 5.25);

        assertThat(view.placed(backlog.run("gamma", "g1").orElseThrow())
                        .status()
                        .queue())
                .isEqualTo(new QueuePlace(
                        1,
                        1,
                        "daily-cost",
                        "organization gamma has spent 5.25 of 5.00 US dollars today; it goes on after midnight UTC"));
    }

    @Test
    void whoReadsTheRunIsToldWhereverItIsRead() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        ResourceDesk desk = new ResourceDesk(backlog.desk());
        Query query = Query.of("AgentDispatchRun", "acme");

        assertThat(Stream.of(
                                desk.get(AgentDispatchRun.class, "acme", "a0").orElseThrow(),
                                desk.get(new ResourceKey("AgentDispatchRun", "acme", "a0"))
                                        .orElseThrow(),
                                desk.list(query).items().get(0))
                        .map(run -> ((AgentDispatchRun) run).status().queue()))
                .containsOnly(place("a0"))
                .hasSize(3);
    }

    @Test
    void nothingOfItIsStored() {
        backlog.run("acme", "a0", "app", "app#1", "linux");
        place("a0");

        assertThat(backlog.run("acme", "a0").orElseThrow().status().queue()).isEqualTo(QueuePlace.NONE);
    }

    private QueuePlace place(String run) {
        return view.placed(backlog.run("acme", run).orElseThrow()).status().queue();
    }
}
