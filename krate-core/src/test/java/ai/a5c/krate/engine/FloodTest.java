package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more events than anybody wants to answer. */
class FloodTest {

    /** The store in memory scans, so that ten thousand take their time: {@code -Dkrate.storm=10000}. */
    private static final int STORM = Integer.getInteger("krate.storm", 500);

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private void rule(String limits) {
        scenario.apply(
                krate, "mode: coalesce, maxActivePerWorkItem: 1", "mode: coalesce, maxActivePerWorkItem: 1" + limits);
    }

    private void say(int number, String login) {
        scenario.deliver(krate, said(number, login).build());
        krate.drain();
    }

    private static SourceEvent.Builder said(int number, String login) {
        return event("said-" + number, Source.ISSUE_COMMENT, "issue_comment.created")
                .actor(new Actor(login, login, "write", false))
                .workItem(Optional.of(new WorkItem("issue", number, "Crash")))
                .text(new Text("@claude fix this", "", login))
                .mentions(List.of("@claude"));
    }

    private List<AgentTriggerExecution> limited() {
        return all(krate, AgentTriggerExecution.class).stream()
                .filter(one -> one.spec().reasons().stream()
                        .anyMatch(reason -> reason.code().equals("RateLimited")))
                .toList();
    }

    @Test
    void aRuleMakesNoMoreRunsThanItsRateAllows() {
        rule(", rate: 3/h");
        for (int i = 1; i <= 8; i++) {
            say(i, "alice");
        }
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(3);
        assertThat(limited()).hasSize(1);
        AgentTriggerExecution execution = limited().get(0);
        assertThat(execution.spec().decision()).isEqualTo(Decision.REJECTED);
        assertThat(execution.status().count()).isEqualTo(5);
        assertThat(execution.spec().reasons())
                .containsExactly(new Reason(
                        "RateLimited",
                        "rule 'claude-mention' has used up its 3/h; it is free again at 2026-11-22T13:01:00Z"));
        assertThat(all(krate, WebhookDelivery.class))
                .hasSize(8)
                .allSatisfy(one -> assertThat(one.status().executions()).hasSize(1));
        scenario.pass(Duration.ofMinutes(61));
        say(9, "alice");
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(4);
    }

    @Test
    void joiningARunUsesNothingOfTheRulesRate() {
        rule(", rate: 1/h");
        say(1, "alice");
        scenario.deliver(
                krate,
                event("again", Source.ISSUE_COMMENT, "issue_comment.created")
                        .workItem(Optional.of(new WorkItem("issue", 1, "Crash")))
                        .text(new Text("@claude fix this", "", "2"))
                        .mentions(List.of("@claude"))
                        .build());
        krate.drain();
        assertThat(limited()).isEmpty();
        assertThat(all(krate, AgentDispatchRun.class).get(0).spec().sourceRefs())
                .containsExactly("said-1", "again");
    }

    @Test
    void oneActorIsLimitedAndOthersAreHeard() {
        scenario.apply(krate, "spec:\n  slug: acme", "spec:\n  quotas: { perActor: 2/h }\n  slug: acme");
        for (int i = 1; i <= 5; i++) {
            say(i, "alice");
        }
        say(6, "bob");
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().requester().login())
                .containsExactlyInAnyOrder("alice", "alice", "bob");
        assertThat(limited()).extracting(one -> one.status().count()).containsExactly(3L);
        assertThat(limited().get(0).spec().reasons().get(0).message())
                .isEqualTo("actor 'alice' has used up its 2/h; it is free again at 2026-11-22T13:01:00Z");
    }

    @Test
    void strangersCannotFillTheRowsOfARepository() {
        scenario.apply(
                krate,
                "spec:\n  slug: acme",
                "spec:\n  quotas: { perRepository: 4/h }\n  slug: acme",
                "untrusted: ask",
                "untrusted: ignore");
        for (int i = 1; i <= 20; i++) {
            scenario.deliver(
                    krate,
                    said(i, "stranger-" + i)
                            .trust(Trust.UNTRUSTED, "no permission")
                            .build());
            krate.drain();
        }
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(5);
        assertThat(limited()).extracting(one -> one.status().count()).containsExactly(16L);
        assertThat(limited().get(0).spec().reasons().get(0).message())
                .isEqualTo("repository 'acme/app' has used up its 4/h; it is free again at 2026-11-22T13:01:00Z");
        say(21, "alice");
        assertThat(all(krate, AgentDispatchRun.class))
                .as("whoever may write has a count of their own")
                .hasSize(1);
    }

    @Test
    void aStormLeavesFewRows() {
        rule(", rate: 5/h");
        for (int i = 1; i <= STORM; i++) {
            scenario.deliver(krate, said(i, "actor-" + i % 200).build());
        }
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(5);
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(6);
        assertThat(limited()).extracting(one -> one.status().count()).containsExactly(STORM - 5L);
        assertThat(store.list(Query.of("RateWindow", NAMESPACE)).items()).hasSizeLessThanOrEqualTo(202);
    }
}
