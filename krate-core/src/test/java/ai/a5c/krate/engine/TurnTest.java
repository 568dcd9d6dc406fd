package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trigger.DecisionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests while others of their rule are under way. */
class TurnTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    /** A rule whose every comment is a request of its own. */
    private void rule(String mode, String limits) {
        scenario.apply(
                krate,
                "key: \"{{ repository }}:{{ workItem }}\"",
                "key: \"{{ text }}\"",
                "mode: coalesce, maxActivePerWorkItem: 1",
                "mode: %s, %s".formatted(mode, limits));
    }

    private void ask(String uid, int issue) {
        SourceEvent asked = event(uid, Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", issue, "Crash")))
                .text(new Text("@claude fix " + uid, "", "2"))
                .mentions(List.of("@claude"))
                .build();
        scenario.deliver(krate, asked);
        krate.drain();
        scenario.pass(Duration.ofSeconds(1));
    }

    private AgentDispatchRun run(String uid) {
        return all(krate, AgentDispatchRun.class).stream()
                .filter(run -> run.spec().sourceEvent().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    private AgentTriggerExecution execution(String uid) {
        return all(krate, AgentTriggerExecution.class).stream()
                .filter(one -> one.spec().sourceEvent().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Condition> turn(String uid) {
        return run(uid).status().conditions().stream()
                .filter(condition -> condition.type().equals("Turn"))
                .findFirst();
    }

    private void end(String uid) {
        krate.runs().cancel(NAMESPACE, run(uid).metadata().name(), ALICE);
        for (int i = 0; i < 3; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(20));
        }
        assertThat(run(uid).status().phase()).isEqualTo(RunPhase.CANCELLED);
    }

    @Test
    void aQueuedRunIsStoredAtOnceSaysWhyAndStartsWhenThePreviousEnds() {
        rule("queue", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        assertThat(run("two").status().phase()).isEqualTo(RunPhase.PENDING);
        assertThat(turn("two").map(Condition::message))
                .contains("the work item has 1 active run and the rule allows 1");
        assertThat(execution("two").spec().decision()).isEqualTo(Decision.QUEUED);
        assertThat(execution("two").spec().dispatchRun())
                .isEqualTo(run("two").metadata().name());
        end("one");
        assertThat(run("two").status().phase()).isNotEqualTo(RunPhase.PENDING);
        assertThat(turn("two").map(Condition::status)).contains("True");
        assertThat(execution("two").spec().decision()).isEqualTo(Decision.CREATED);
        assertThat(execution("two").spec().reasons())
                .extracting(Reason::code)
                .containsExactly("WorkItemBusy", "TurnCome");
        comesOutAgain("two");
    }

    @Test
    void theEndWakesTheNextWithoutAnyTimePassing() {
        rule("queue", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        krate.runs().cancel(NAMESPACE, run("one").metadata().name(), ALICE);
        krate.drain();
        assertThat(run("one").status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(turn("two").map(Condition::status)).contains("True");
    }

    @Test
    void theLastWordIsKeptAndListsWhatItReplaced() {
        rule("queue", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        ask("three", 1);
        ask("four", 1);
        assertThat(run("two").status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(run("three").status().phase()).isEqualTo(RunPhase.CANCELLED);
        AgentDispatchRun last = run("four");
        assertThat(last.spec().joined()).extracting(Joined::event).containsExactly("four", "three", "two");
        assertThat(last.spec().joined())
                .extracting(Joined::why)
                .containsExactly(
                        "it asked first",
                        "run '%s' waited for its turn when this one took its place"
                                .formatted(run("three").metadata().name()),
                        "run '%s' waited for its turn when this one took its place"
                                .formatted(run("three").metadata().name()));
        for (String replaced : List.of("two", "three")) {
            assertThat(execution(replaced).spec().decision()).isEqualTo(Decision.SUPERSEDED);
            assertThat(execution(replaced).spec().dispatchRun())
                    .isEqualTo(last.metadata().name());
            comesOutAgain(replaced);
        }
        end("one");
        assertThat(run("four").status().phase()).isNotIn(RunPhase.PENDING, RunPhase.CANCELLED);
    }

    private void comesOutAgain(String uid) {
        Digest digest = new Digest(execution(uid).spec().recordDigest());
        String record = new String(scenario.blobs.get(digest).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(DecisionRecord.recompute(record)).isEqualTo(record);
        assertThat(record)
                .contains("\"decision\":\"%s\""
                        .formatted(execution(uid).spec().decision().name().toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void theSameRequestAsAWaitingOneJoinsIt() {
        rule("queue", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        SourceEvent again = event("two-again", Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", 1, "Crash")))
                .text(new Text("@claude fix two", "", "2"))
                .mentions(List.of("@claude"))
                .build();
        scenario.deliver(krate, again);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
        assertThat(run("two").spec().joined()).extracting(Joined::event).containsExactly("two", "two-again");
        ask("three", 1);
        scenario.deliver(krate, again.change().build());
        assertThat(execution("two-again").spec().decision()).isEqualTo(Decision.COALESCED);
        assertThat(execution("two-again").spec().dispatchRun())
                .isEqualTo(run("three").metadata().name());
    }

    @Test
    void runsOfOtherWorkItemsWaitForTheRuleInTheOrderInWhichTheyCame() {
        rule("queue", "maxActivePerWorkItem: 1, maxActive: 1");
        ask("one", 1);
        ask("two", 2);
        ask("three", 3);
        assertThat(turn("two").map(Condition::reason)).contains("RuleBusy");
        end("one");
        assertThat(turn("two").map(Condition::status)).contains("True");
        assertThat(turn("three").map(Condition::status)).contains("False");
        end("two");
        assertThat(turn("three").map(Condition::status)).contains("True");
    }

    @Test
    void aBurstJoinsTheRunThatIsUnderWayAndIsListed() {
        rule("coalesce", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        ask("three", 1);
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        assertThat(run("one").spec().joined()).extracting(Joined::event).containsExactly("one", "two", "three");
    }

    @Test
    void thePreviousIsCancelledForTheNewest() {
        rule("cancel-previous", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        for (int i = 0; i < 3; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(20));
        }
        assertThat(run("one").status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(run("two").status().phase()).isNotEqualTo(RunPhase.CANCELLED);
        assertThat(execution("two").spec().decision()).isEqualTo(Decision.CREATED);
    }

    @Test
    void whatIsTooMuchIsRejected() {
        rule("reject", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        ask("elsewhere", 2);
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
        assertThat(execution("two").spec().decision()).isEqualTo(Decision.REJECTED);
        assertThat(execution("two").spec().reasons()).extracting(Reason::code).containsExactly("WorkItemBusy");
    }

    @Test
    void aWaitingRunCanBeCancelledAndLetsTheNextGo() {
        rule("queue", "maxActivePerWorkItem: 1");
        ask("one", 1);
        ask("two", 1);
        end("two");
        end("one");
        assertThat(run("two").status().phase()).isEqualTo(RunPhase.CANCELLED);
        ask("three", 1);
        assertThat(turn("three")).isEmpty();
    }

    @Test
    void allThatWaitGoWhenTheRuleIsGone() {
        rule("queue", "maxActivePerWorkItem: 1, maxActive: 1");
        ask("one", 1);
        ask("two", 2);
        store.transact(transaction -> {
            var key = new ai.a5c.krate.resource.ResourceKey("AgentTriggerRule", NAMESPACE, "claude-mention");
            transaction.delete(key, transaction.get(key).orElseThrow().version());
            return key;
        });
        end("one");
        assertThat(turn("two").map(Condition::status)).contains("True");
    }
}
