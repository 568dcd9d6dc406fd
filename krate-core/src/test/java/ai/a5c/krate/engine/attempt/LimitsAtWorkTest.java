package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.QueueView;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many attempts of repositories, stacks and work items are at work at a time, and what those are told that wait. */
class LimitsAtWorkTest {

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final Backlog backlog = new Backlog(store);
    private final AttemptClaims claims = backlog.claims(store, "one");
    private final QueueView view = new QueueView(backlog.desk());

    @BeforeEach
    void room() {
        backlog.organization("acme", Map.of());
        backlog.pool("acme", "linux", 9, "untrusted");
    }

    @Test
    void aWorkItemHasNoMoreAtWorkThanItsRepositorySaysAndHoldsUpNoOther() {
        backlog.repository("acme", "app", Map.of("concurrentRunsPerWorkItem", 1));
        backlog.run("acme", "a0", "app", "issue/1", "linux");
        backlog.run("acme", "a1", "app", "issue/1", "linux");
        backlog.run("acme", "a2", "app", "issue/2", "linux");
        backlog.run("acme", "elsewhere", "other", "issue/1", "linux");

        Claim first = claims.next().orElseThrow();
        assertThat(first.attempt()).isEqualTo("a0-1");
        assertThat(next()).contains("elsewhere-1");
        assertThat(next()).contains("a2-1");
        assertThat(next()).isEmpty();
        assertThat(place("a1"))
                .isEqualTo(new QueuePlace(
                        1, 1, "work-item-limit", "work item issue/1 of repository app is full: 1 of 1 are active"));

        backlog.fail(first, 0);
        assertThat(next()).contains("a1-1");
    }

    @Test
    void aLimitThatIsLiftedHoldsNobodyBack() {
        backlog.stack("acme", 1);
        backlog.run("acme", "a0", "app", "issue/1", "linux");
        backlog.run("acme", "a1", "app", "issue/2", "linux");

        assertThat(next()).contains("a0-1");
        assertThat(next()).isEmpty();
        assertThat(place("a1"))
                .isEqualTo(new QueuePlace(1, 1, "stack-limit", "stack fixer is full: 1 of 1 are active"));

        backlog.delete("AgentStack", "acme", "fixer");
        assertThat(next()).contains("a1-1");
    }

    @Test
    void runsThatAreAboutNoWorkItemDoNotWaitForEachOther() {
        backlog.organization("gamma", Map.of("concurrentRunsPerWorkItem", 1));
        backlog.pool("gamma", "linux", 9, "untrusted");
        backlog.run("gamma", "g0", "app", "", "linux");
        backlog.run("gamma", "g1", "app", "", "linux");

        assertThat(next()).contains("g0-1");
        assertThat(next()).contains("g1-1");
    }

    @Test
    void whoWorksForAnotherRunWorksInItsPlaceForAsLongAsThatOneIsThere() {
        backlog.repository("acme", "app", Map.of("concurrentRuns", 1));
        backlog.run("acme", "parent", "app", "issue/1", "linux");
        Claim parent = claims.next().orElseThrow();
        backlog.subagent("acme", "fork-of-child", "parent", false);
        backlog.subagent("acme", "child", "parent", true);
        backlog.run("acme", "other", "app", "issue/2", "linux");

        assertThat(next()).contains("child-1");
        assertThat(next())
                .as("what the parent never asked for has no part in its place")
                .isEmpty();
        backlog.fail(parent, 0);
        assertThat(next()).isPresent();
    }

    private Optional<String> next() {
        return claims.next().map(Claim::attempt);
    }

    private QueuePlace place(String run) {
        return view.placed(backlog.run("acme", run).orElseThrow()).status().queue();
    }
}
