package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent asks for in its last words, from there to the forge. */
class OutcomeEffectsTest {

    private static final String OUTPUT = """
            It was the sum.

            ```krate-output
            {"review": {"summary": "One thing.", "comments": [{"path": "src/A.java", "line": 3, "body": "Why?"}]},
             "labels": {"add": ["bug"]},
             "pullRequest": {"title": "Mend the sum", "body": "It was a difference."},
             "status": {"state": "success", "description": "all is well"},
             "rerun": {"workflow": 42, "attempt": 1}}
            ```
            """;
    private static final String ALL =
            "allowedTargets: [branch-push, pr-comment, open-pr, pr-review, label, commit-status, workflow-rerun]";
    private static final String FEW = "allowedTargets: [branch-push, issue-comment, pr-comment]";

    private static final String NAMED_LATE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: WebhookSubscription
            metadata: { name: other, namespace: acme }
            spec: { forge: gitea, events: ["*"], signing: { current: { name: late, key: value } } }
            """;

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private AgentDispatchRun reviewed(String output, String... replacements) {
        scenario.agents.next(
                Script.silent().say(AgentEvent.Type.RESULT, output).end(Outcome.SUCCEEDED, "exited with status 0"));
        scenario.apply(krate, replacements);
        scenario.deliver(krate, onAPullRequest());
        krate.drain();
        return run(krate);
    }

    private SourceEvent onAPullRequest() {
        Remote remote = new Remote("acme/app", "", Optional.empty());
        String base = scenario.repositories.remoteHead(remote, "main").orElseThrow();
        scenario.repositories.moveOnRemote("acme/app", "feature", base);
        return Scenario.event("event-pr", Source.PR_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("pull-request", 3, "A change")))
                .branch(Optional.of("feature"))
                .sha(Optional.of(base))
                .text(new Text("@claude look", "", "2"))
                .mentions(List.of("@claude"))
                .build();
    }

    private void approveAndSettle() {
        pending(krate).forEach(question -> krate.approvals().decide(yes(question), ALICE));
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofMinutes(10));
        }
        krate.drain();
    }

    @Test
    void everyEffectIsAskedForAndThenStandsThereOnce() {
        AgentDispatchRun run = reviewed(OUTPUT, FEW, ALL);
        assertThat(run.status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(pending(krate).get(0).spec().actions())
                .extracting(action -> action.action())
                .containsExactly(
                        "branch-push",
                        "open-pr",
                        "pr-comment",
                        "pr-review",
                        "label",
                        "commit-status",
                        "workflow-rerun");
        assertThat(scenario.forge.standing("pr-review")).isEmpty();
        approveAndSettle();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        String branch = "krate/" + run.metadata().name();
        assertThat(scenario.forge.writes("open-pr"))
                .extracting(
                        Mutation::target,
                        Mutation::content,
                        one -> one.parameters().get("base"))
                .containsExactly(tuple(branch, "It was a difference.\n\nFor #3.", "feature"));
        assertThat(scenario.forge.writes("pr-review"))
                .extracting(Mutation::target, Mutation::content, Mutation::parameters)
                .containsExactly(tuple(
                        "3",
                        "One thing.",
                        Map.of(
                                "headSha",
                                run.spec().sha(),
                                "event",
                                "COMMENT",
                                "comments",
                                "[{\"body\":\"Why?\",\"line\":3,\"path\":\"src/A.java\",\"side\":\"new\"}]")));
        assertThat(scenario.forge.writes("label")).extracting(Mutation::content).containsExactly("+bug");
        assertThat(scenario.forge.writes("workflow-rerun"))
                .extracting(Mutation::target, Mutation::parameters)
                .containsExactly(tuple("42", Map.of("attempt", "1")));
        assertThat(scenario.target.effects())
                .extracting(Mutation::content)
                .last()
                .isEqualTo("It was the sum.\n\n" + "Proposed change: branch `%s`.".formatted(branch));
        assertThat(all(krate, AgentArtifact.class))
                .extracting(one -> one.spec().kind())
                .contains(ArtifactKind.REVIEW);
    }

    @Test
    void anAgentIsToldHowToAskForWhatItsStackMayWrite() {
        reviewed(OUTPUT, FEW, "allowedTargets: [branch-push, issue-comment, pr-comment, label]");
        assertThat(scenario.agents.requests().get(0).prompt())
                .contains("krate-output", "\"labels\": {\"add\"")
                .doesNotContain("\"rerun\"", "\"review\"");
    }

    @Test
    void anAgentThatMayAskForNothingIsNotToldHowTo() {
        reviewed(OUTPUT);
        assertThat(scenario.agents.requests().get(0).prompt()).doesNotContain("krate-output");
    }

    @Test
    void thePullRequestComesAfterItsBranchAndNamesItsCommit() {
        reviewed(OUTPUT, FEW, ALL);
        approveAndSettle();
        String pushed = all(krate, AgentWriteBack.class).stream()
                .filter(one -> one.spec().action().equals("branch-push"))
                .map(one -> one.status().remoteId())
                .findFirst()
                .orElseThrow();
        assertThat(scenario.forge.writes("open-pr"))
                .extracting(one -> one.parameters().get("headSha"))
                .containsExactly(pushed);
    }

    @Test
    void aReviewThatIsApprovedAgainAfterAPushNamesTheHeadThatWasShownThen() {
        AgentDispatchRun run = reviewed(OUTPUT, FEW, ALL);
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        String later = scenario.repositories.commitOnRemote("acme/app", "feature", Map.of("more.txt", "more\n"));
        krate.drain();
        assertThat(scenario.forge.writes("pr-review")).isEmpty();
        approveAndSettle();
        assertThat(scenario.forge.writes("pr-review"))
                .extracting(
                        one -> one.parameters().get("headSha"),
                        one -> one.parameters().get("approvedHead"))
                .containsExactly(tuple(run.spec().sha(), later));
    }

    @Test
    void withoutItsBranchThereIsNoPullRequest() {
        reviewed(OUTPUT, FEW, ALL);
        krate.approvals().decide(yes(pending(krate).get(0), 2), ALICE);
        approveAndSettle();
        assertThat(scenario.forge.writes("open-pr")).isEmpty();
        assertThat(phases()).contains("open-pr FAILED BRANCH_MISSING");
    }

    @Test
    void aPullRequestThatIsThereAlreadyIsNoFailure() {
        reviewed(OUTPUT, FEW, ALL);
        int before = scenario.forge.writesSoFar();
        pending(krate).forEach(question -> krate.approvals().decide(yes(question), ALICE));
        for (int i = 1; i < 12; i++) {
            scenario.forge.failing(before + i, Fault.NO_CHANGE);
        }
        approveAndSettle();
        assertThat(phases()).contains("open-pr SETTLED NoChange");
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(timeline()).contains("open-pr is not written: there is such a pull request already");
    }

    @Test
    void whatThePolicyDoesNotNameIsNotAskedForAndTheRunSaysSo() {
        reviewed(OUTPUT);
        assertThat(pending(krate).get(0).spec().actions())
                .extracting(action -> action.action())
                .containsExactly("branch-push", "pr-comment");
        assertThat(timeline()).contains("the agent asked for pr-review, which its allowedTargets do not name");
    }

    @Test
    void aBlockWithAFaultAsksForNothingAndTheRunSaysWhichFault() {
        reviewed(OUTPUT.replace("src/A.java", "../A.java"), FEW, ALL);
        assertThat(pending(krate).get(0).spec().actions())
                .extracting(action -> action.action())
                .containsExactly("branch-push", "open-pr", "pr-comment");
        assertThat(timeline()).contains("$.review.comments[0].path: expected a path inside the repository");
    }

    @Test
    void anAgentThatSaysPullRequestOpenedOpensNone() {
        reviewed("PR opened: https://gitea.example.com/acme/app/pulls/9", FEW, ALL.replace("branch-push, ", ""));
        approveAndSettle();
        assertThat(scenario.forge.standing("open-pr")).isEmpty();
        assertThat(phases()).noneMatch(phase -> phase.startsWith("open-pr"));
    }

    @Test
    void aForgeThatSaysOpenedWithoutAPullRequestIsNotBelieved() {
        reviewed(OUTPUT, FEW, ALL);
        scenario.forge.lying("open-pr");
        for (int i = 0; i < 12; i++) {
            approveAndSettle();
        }
        assertThat(phases()).contains("open-pr FAILED NotVerified");
    }

    @Test
    void aStatusThatSaysPassedIsAskedForWhateverIsAllowedByItself() {
        reviewed(
                OUTPUT,
                "requireFor: [write-back]",
                "requireFor: []",
                FEW,
                ALL
                        + "\n    autoAllow: [pr-review, label, commit-status, workflow-rerun, branch-push, open-pr, pr-comment]");
        assertThat(pending(krate)).hasSize(1);
        assertThat(pending(krate).get(0).spec().actions())
                .extracting(action -> action.action())
                .containsExactly("commit-status");
        assertThat(pending(krate).get(0).spec().risks()).contains("it says that a commit passes a check");
    }

    @Test
    void aSecretInAReviewStopsItBeforeTheForgeAndTheRunNamesTheGrant() {
        scenario.secrets.with(NAMESPACE, "late", "value", "Why not Quiet Harbour 47");
        reviewed(OUTPUT.replace("Why?", "Why not Quiet Harbour 47?"), FEW, ALL);
        Documents.read(NAMED_LATE).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        approveAndSettle();
        assertThat(scenario.forge.writes("pr-review")).isEmpty();
        assertThat(all(krate, AgentWriteBack.class).stream()
                        .filter(one -> one.spec().action().equals("pr-review"))
                        .map(one -> one.status().reason().message()))
                .allMatch(message -> message.endsWith("redact the artifact (secret/late/value)"));
    }

    @Test
    void aLostAnswerLeavesOneOfEach() {
        reviewed(OUTPUT, FEW, ALL);
        for (int i = 1; i < 12; i++) {
            scenario.forge.failing(scenario.forge.writesSoFar() + i, Fault.LOST_AFTER);
        }
        approveAndSettle();
        approveAndSettle();
        approveAndSettle();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        for (String action : List.of("open-pr", "pr-review", "label", "workflow-rerun")) {
            assertThat(scenario.forge.writes(action)).as(action).hasSize(1);
        }
    }

    @Test
    void dyingAtAnyWriteLeavesOneOfEach() {
        reviewed(OUTPUT, FEW, ALL);
        pending(krate).forEach(question -> krate.approvals().decide(yes(question), ALICE));
        boolean died = true;
        for (int i = 0; died && i < 60; i++) {
            died = dies(scenario.krate(CrashingStore.afterCommit(store, 3)));
            scenario.pass(Duration.ofMinutes(5));
        }
        krate = scenario.krate(store);
        approveAndSettle();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        for (String action : List.of("open-pr", "pr-review", "label", "workflow-rerun")) {
            assertThat(scenario.forge.writes(action)).as(action).hasSize(1);
        }
    }

    private static boolean dies(Krate krate) {
        try {
            krate.drain();
            return false;
        } catch (SimulatedCrashException e) {
            return true;
        }
    }

    private List<String> phases() {
        return all(krate, AgentWriteBack.class).stream()
                .map(one -> "%s %s %s"
                        .formatted(
                                one.spec().action(),
                                one.status().phase(),
                                one.status().reason().code()))
                .toList();
    }

    private String timeline() {
        StringBuilder all = new StringBuilder();
        store.events(Journal.stream(NAMESPACE, run(krate).metadata().name()), 0, 500)
                .forEach(event -> all.append(event.document()));
        return all.toString();
    }
}
