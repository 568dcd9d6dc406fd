package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.no;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainJobTest {

    private static final String DIAGNOSIS = "The sum was a difference.";

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        scenario.agents.next(Script.silent()
                .say(AgentEvent.Type.STARTED, "session begins")
                .say(AgentEvent.Type.MESSAGE, "my key is " + Scenario.API_KEY)
                .say(AgentEvent.Type.RESULT, DIAGNOSIS)
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        krate = scenario.krate(store);
    }

    private AgentDispatchRun deliverAndDrain(String... replacements) {
        scenario.apply(krate, replacements);
        scenario.deliver(krate, "d-1");
        krate.drain();
        return run(krate);
    }

    @Test
    void aMentionBecomesAReviewedApprovedWrittenBackRun() {
        AgentDispatchRun waiting = deliverAndDrain();
        assertThat(waiting.status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(scenario.target.effects()).isEmpty();
        assertThat(Scenario.all(krate, AgentArtifact.class))
                .extracting(artifact -> artifact.spec().kind())
                .containsExactlyInAnyOrder(
                        AgentArtifact.ArtifactKind.DIAGNOSIS,
                        AgentArtifact.ArtifactKind.PATCH,
                        AgentArtifact.ArtifactKind.TRANSCRIPT);

        assertThat(krate.approvals().decide(yes(pending(krate).get(0)), ALICE))
                .isInstanceOf(ApprovalDesk.Decided.class);
        krate.drain();

        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(scenario.target.effects())
                .extracting(Mutation::action, Mutation::target)
                .containsExactly(
                        tuple("branch-push", "krate/" + waiting.metadata().name()), tuple("issue-comment", "1"));
        assertThat(scenario.target.effects().get(1).content()).startsWith(DIAGNOSIS);
        assertThat(krate.audit().verify(NAMESPACE).intact()).isTrue();
    }

    @Test
    void theAgentGetsItsSecretAndNobodyElseEverSeesIt() {
        deliverAndDrain();
        assertThat(scenario.agents.requests().get(0).environment())
                .containsEntry("ANTHROPIC_API_KEY", Scenario.API_KEY);
        assertThat(everythingStored()).doesNotContain(Scenario.API_KEY).contains("[REDACTED:");
    }

    private String everythingStored() {
        StringBuilder all = new StringBuilder();
        for (StreamEvent event :
                store.events(Journal.stream(NAMESPACE, run(krate).metadata().name()), 0, 1_000)) {
            all.append(event.document());
        }
        for (Kind kind : KindRegistry.all()) {
            store.list(Query.all(kind.name())).items().forEach(stored -> all.append(stored.document()));
        }
        krate.audit().verify(NAMESPACE);
        store.audit(NAMESPACE, 0, 1_000)
                .forEach(record -> all.append(record.entry().document()));
        return all.toString();
    }

    @Test
    void theSameEventTwiceIsOneRun() {
        deliverAndDrain();
        assertThat(scenario.deliver(krate, "d-1").duplicate()).isTrue();
        assertThat(scenario.deliver(krate, "d-2").duplicate()).isFalse();
        krate.drain();
        assertThat(Scenario.all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void aDenialWritesNothingAndEndsTheRun() {
        deliverAndDrain();
        krate.approvals().decide(no(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(scenario.target.writes()).isEmpty();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(run(krate).status().writeBacks())
                .extracting(AgentDispatchRun.WriteBack::standing)
                .containsOnly("denied");
    }

    @Test
    void aPersonMayApproveTheCommentAlone() {
        deliverAndDrain();
        krate.approvals().decide(yes(pending(krate).get(0), 2), ALICE);
        krate.drain();
        assertThat(scenario.target.effects()).extracting(Mutation::action).containsExactly("issue-comment");
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    @Test
    void aSecondAnswerDoesNotCount() {
        deliverAndDrain();
        AgentApproval question = pending(krate).get(0);
        krate.approvals().decide(yes(question), ALICE);
        assertThat(krate.approvals().decide(no(question), ALICE))
                .isInstanceOfSatisfying(
                        ApprovalDesk.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("ALREADY_DECIDED"));
    }

    @Test
    void aRevokedGrantVoidsTheApproval() {
        deliverAndDrain();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.resources().delete(new ResourceKey("AgentSecretGrant", NAMESPACE, "claude-fix-model"), ALICE);
        krate.drain();
        assertThat(scenario.target.writes()).isEmpty();
        assertThat(pending(krate)).hasSize(1);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void aStrangersRequestWaitsForAMaintainerAndMakesNoRun() {
        scenario.trust = Trust.UNTRUSTED;
        scenario.login = "mallory";
        scenario.apply(krate);
        scenario.deliver(krate, "d-1");
        krate.drain();
        assertThat(Scenario.delivery(krate).status().decision()).isEqualTo("awaiting-approval");
        assertThat(Scenario.all(krate, AgentDispatchRun.class)).isEmpty();
        assertThat(pending(krate)).extracting(one -> one.spec().action()).containsExactly("untrusted-dispatch");
    }

    @Test
    void anApprovedStrangersRunIsBlockedOnATrustedPool() {
        aStrangersRequestWaitsForAMaintainerAndMakesNoRun();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.BLOCKED);
        assertThat(run(krate).status().terminalReason())
                .extracting(Reason::code, Reason::message)
                .satisfies(parts -> assertThat(parts.toString()).contains("UntrustedRunnerRequired"));
        assertThat(scenario.agents.requests()).isEmpty();
    }

    @Test
    void aMissingGrantBlocksTheRunAndSaysWhichGrantWouldDo() {
        AgentDispatchRun run = deliverAndDrain(
                "purpose: model-provider-token\n  allowedRepositories: [\"acme/app\"]",
                "purpose: model-provider-token\n  allowedRepositories: [\"acme/other\"]");
        assertThat(run.status().phase()).isEqualTo(RunPhase.BLOCKED);
        assertThat(run.status().terminalReason().code()).isEqualTo("PermissionDenied");
        assertThat(scenario.agents.requests()).isEmpty();
    }

    @Test
    void anAgentThatFailsEndsTheRunWithItsReason(@TempDir Path root) {
        Scenario other = new Scenario(root);
        other.agents.next(Script.failed("cannot read the prompt"));
        Krate failing = other.krate(new InMemoryResourceStore());
        other.apply(failing);
        other.deliver(failing, "d-1");
        failing.drain();
        assertThat(run(failing).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(failing).status().terminalReason()).isEqualTo(new Reason("AgentFailed", "exited with status 1"));
    }

    @Test
    void aWriteThatMayHaveHappenedIsLookedForBeforeItIsRepeated() {
        scenario.target.failing(1, Fault.LOST_AFTER);
        deliverAndDrain();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        for (int i = 0; i < 5; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(30));
        }
        assertThat(scenario.target.effects()).hasSize(2);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(Scenario.all(krate, AgentWriteBack.class))
                .extracting(one -> one.status().phase())
                .containsOnly(WriteBackPhase.SETTLED);
    }

    @Test
    void anUnansweredQuestionExpires() {
        deliverAndDrain();
        scenario.pass(Duration.ofHours(25));
        krate.drain();
        assertThat(pending(krate)).isEmpty();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(scenario.target.writes()).isEmpty();
    }

    @Test
    void aRunIsCancelledBeforeItsQuestionIsAnswered() {
        AgentDispatchRun run = deliverAndDrain();
        krate.runs().cancel(NAMESPACE, run.metadata().name(), ALICE);
        krate.drain();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(pending(krate)).isEmpty();
        assertThat(List.<Resource>copyOf(Scenario.all(krate, AgentWriteBack.class)))
                .hasSize(2);
        assertThat(scenario.target.writes()).isEmpty();
    }

    @Test
    void anotherOrganizationsCallerFindsNeitherTheRunNorItsQuestion() {
        AgentDispatchRun run = deliverAndDrain();
        Caller stranger = new Caller("eve", Caller.Road.API, false, Set.of("globex"));
        assertThat(krate.approvals().decide(yes(pending(krate).get(0)), stranger))
                .isInstanceOfSatisfying(
                        ApprovalDesk.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("NOT_FOUND"));
        assertThat(krate.runs().cancel(NAMESPACE, run.metadata().name(), stranger))
                .isInstanceOfSatisfying(
                        RunDesk.Refused.class,
                        refused -> assertThat(refused.message())
                                .isEqualTo("AgentDispatchRun acme/%s is not there"
                                        .formatted(run.metadata().name())));
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void aPushAfterAMaintainersConsentMakesNoRun() {
        scenario.sha = Optional.of("a".repeat(40));
        aStrangersRequestWaitsForAMaintainerAndMakesNoRun();
        scenario.sha = Optional.of("b".repeat(40));
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(Scenario.all(krate, AgentDispatchRun.class)).isEmpty();
        assertThat(Scenario.all(krate, AgentTriggerExecution.class))
                .flatExtracting(execution -> execution.spec().reasons())
                .contains(new Reason(
                        "HeadMoved",
                        "the head moved from %s to %s since it was approved"
                                .formatted("a".repeat(40), "b".repeat(40))));
        assertThat(pending(krate))
                .as("it asks again, about the new head")
                .extracting(approval -> approval.spec().headSha())
                .containsExactly("b".repeat(40));
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(run(krate).spec().sha()).isEqualTo("b".repeat(40));
    }
}
