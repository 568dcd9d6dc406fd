package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job when neighbours fail, things move back and forth, or somebody cancels at the wrong moment. */
class SetbackTest {

    private static final String[] AUTOMATIC = {
        "requireFor: [write-back]",
        "requireFor: []",
        "allowedTargets:",
        "autoAllow: [branch-push, issue-comment]\n    allowedTargets:"
    };

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        scenario.agents.next(Script.done("The sum was a difference."));
        krate = scenario.krate(store);
    }

    private void deliver(String... replacements) {
        scenario.apply(krate, replacements);
        scenario.deliver(krate, "d-1");
    }

    private void approve() {
        assertThat(krate.approvals().decide(yes(pending(krate).get(0)), ALICE))
                .isInstanceOf(ApprovalDesk.Decided.class);
    }

    private void goOn() {
        for (int i = 0; i < 6; i++) {
            krate.drain();
            scenario.pass(Duration.ofMinutes(1));
        }
    }

    private void send(AgentWriteBack one) {
        store.transact(transaction -> {
            transaction.send(Topics.WRITE_BACK, one.key().toString(), scenario.now());
            return one;
        });
    }

    @Test
    void aWriteBackThatNobodyAllowedIsNotWritten() {
        deliver();
        krate.drain();
        all(krate, AgentWriteBack.class).forEach(this::send);
        goOn();
        assertThat(scenario.target.writes()).isEmpty();
        assertThat(all(krate, AgentWriteBack.class))
                .extracting(one -> one.status().phase())
                .containsOnly(WriteBackPhase.REQUESTED);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void aCancelledRunLeavesNoWriteBackOpen() {
        deliver();
        krate.drain();
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(all(krate, AgentWriteBack.class))
                .extracting(one -> one.status().phase())
                .containsOnly(WriteBackPhase.SUPERSEDED);
    }

    @Test
    void whatWasWrittenBeforeTheCancellationIsRecordedAsWritten() {
        scenario.target.failing(1, Fault.LOST_AFTER);
        deliver();
        krate.drain();
        approve();
        krate.drain();
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        goOn();
        assertThat(scenario.target.effects()).hasSize(1);
        assertThat(all(krate, AgentWriteBack.class))
                .extracting(one -> one.status().phase())
                .containsExactlyInAnyOrder(WriteBackPhase.SETTLED, WriteBackPhase.SUPERSEDED);
    }

    @Test
    void aPermissionThatGoesAndComesBackIsAskedAboutEachTime() {
        deliver();
        krate.drain();
        for (int i = 0; i < 2; i++) {
            approve();
            krate.resources().delete(new ResourceKey("AgentSecretGrant", NAMESPACE, "claude-fix-model"), ALICE);
            krate.drain();
            assertThat(pending(krate)).hasSize(1);
            approve();
            scenario.apply(krate);
            krate.drain();
            assertThat(pending(krate)).hasSize(1);
        }
        approve();
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(all(krate, AgentApproval.class)).hasSize(5);
        assertThat(scenario.target.effects()).hasSize(2);
    }

    @Test
    void aFetchThatTimesOutIsTriedAgain() {
        deliver();
        scenario.worktreeFault = Optional.of(new GitRefusedException("GitTimedOut", "it took too long"));
        krate.drain();
        scenario.pass(Duration.ofMinutes(1));
        krate.drain();
        assertThat(all(krate, AgentDispatchAttempt.class))
                .extracting(one -> one.status().finishedAt())
                .containsOnlyNulls();
        scenario.worktreeFault = Optional.empty();
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void whoeverHoldsTheWriteKeepsOthersFromIt() {
        deliver();
        krate.drain();
        for (AgentWriteBack one : all(krate, AgentWriteBack.class)) {
            store.transact(transaction -> transaction.take(
                    "write-back",
                    one.key().toString(),
                    "another server",
                    scenario.now(),
                    scenario.now().plus(Duration.ofMinutes(2))));
        }
        approve();
        krate.drain();
        scenario.pass(Duration.ofMinutes(1));
        krate.drain();
        assertThat(scenario.target.writes()).isEmpty();
        goOn();
        assertThat(scenario.target.effects()).hasSize(2);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    @Test
    void aSurpriseIsTriedAgainTwiceAndThenFailsTheAttempt() {
        deliver();
        scenario.worktreeFault = Optional.of(new UnsupportedOperationException("not on this disk"));
        krate.drain();
        krate.drain();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.RUNNING);
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(krate).status().terminalReason())
                .isEqualTo(new Reason("Unexpected", "java.lang.UnsupportedOperationException: not on this disk"));
        assertThat(scenario.agents.requests()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledWhileItIsPreparedIsNotLaunched() {
        deliver();
        scenario.atWorktree =
                () -> krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(scenario.agents.requests()).isEmpty();
        assertThat(all(krate, AgentWorkspace.class))
                .extracting(one -> one.status().phase())
                .containsOnly(AgentWorkspace.WorkspacePhase.REMOVED);
    }

    @Test
    void aSlowFetchDoesNotLoseTheClaim() {
        Krate patient = scenario.krate(store, Duration.ofMillis(300));
        deliver();
        scenario.atWorktree = () -> {
            Instant before = leasedUntil();
            scenario.pass(Duration.ofMillis(200));
            for (int i = 0; i < 100 && leasedUntil().equals(before); i++) {
                store.awaitChange(store.version(), Duration.ofMillis(50));
            }
            assertThat(leasedUntil()).isAfter(before);
        };
        patient.drain();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(run(krate).status().fencingToken()).isEqualTo(1);
    }

    private Instant leasedUntil() {
        Instant until =
                all(krate, AgentDispatchAttempt.class).get(0).status().lease().until();
        return until == null ? Instant.MIN : until;
    }

    @Test
    void nothingThatAnAgentSaysCarriesASecretIntoTheStore(@TempDir Path root) {
        scenario = new Scenario(root);
        scenario.agents.next(Script.silent()
                .say(
                        AgentEvent.Type.STARTED,
                        "begins",
                        Map.of("sessionId", Scenario.API_KEY, "key-" + Scenario.API_KEY, "value"))
                .end(Outcome.FAILED, "exited because of " + Scenario.API_KEY));
        krate = scenario.krate(store);
        deliver();
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(krate).status().terminalReason().message()).contains("[REDACTED:");
        StringBuilder stored = new StringBuilder();
        store.events(Journal.stream(NAMESPACE, run(krate).metadata().name()), 0, 1_000)
                .forEach(event -> stored.append(event.document()));
        all(krate, AgentDispatchAttempt.class).forEach(stored::append);
        assertThat(stored.toString()).doesNotContain(Scenario.API_KEY).contains("sessionId");
    }

    @Test
    void whatNeedsAPersonAtLaunchWaitsForOneAndIsLaunchedAfterwards() {
        deliver();
        scenario.atWorktree = () -> {
            scenario.atWorktree = () -> {};
            scenario.apply(krate, "environment: {", "requiredApproval: always\n  environment: {");
        };
        krate.drain();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(scenario.agents.requests()).isEmpty();
        assertThat(pending(krate)).extracting(one -> one.spec().action()).containsExactly("secret");

        approve();
        goOn();
        assertThat(scenario.agents.requests()).hasSize(1);
        assertThat(pending(krate)).extracting(one -> one.spec().action()).containsExactly("write-back");
    }

    @Test
    void whatWasApprovedBeforeTheLaunchIsNotAskedAgainAtIt() {
        deliver("environment: {", "requiredApproval: always\n  environment: {");
        krate.drain();
        assertThat(pending(krate)).extracting(one -> one.spec().action()).containsExactly("secret");
        approve();
        goOn();
        assertThat(scenario.agents.requests()).hasSize(1);
        assertThat(all(krate, AgentApproval.class)).hasSize(2);
    }

    @Test
    void whatTheRulesAllowIsPushedWithoutAQuestion() {
        deliver(AUTOMATIC);
        goOn();
        assertThat(all(krate, AgentApproval.class)).isEmpty();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(scenario.target.effects()).hasSize(2);
    }

    @Test
    void aPatchThatChangesTheBuildIsAskedAboutWhateverTheRulesAllow() {
        scenario.repositories.commitOnRemote("acme/app", "main", Map.of("Jenkinsfile", "node {}"));
        scenario.editedFile = "Jenkinsfile";
        krate = scenario.krate(store);
        deliver(AUTOMATIC);
        goOn();
        assertThat(scenario.target.effects()).extracting(Mutation::action).containsExactly("issue-comment");
        assertThat(pending(krate)).hasSize(1);
        assertThat(pending(krate).get(0).spec().risks()).contains("it changes how the project is built");
        approve();
        goOn();
        assertThat(scenario.target.effects()).hasSize(2);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }
}
