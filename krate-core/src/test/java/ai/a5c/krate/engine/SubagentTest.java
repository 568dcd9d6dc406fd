package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.subagent.Asks;
import ai.a5c.krate.subagent.Lane;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubagentTest {

    private static final String REVIEWER = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentSubagent
            metadata: { name: reviewer }
            spec:
              rolePrompt: You review code.
              taskKinds: [review]
              maxParallelTasks: 2
              modelOverride: small
            """;

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
        apply(REVIEWER);
        scenario.apply(
                krate,
                "maxReplicas: 2",
                "maxReplicas: 9",
                "  runnerPool: local\n  requiredSecrets",
                "  runnerPool: local\n  subagentRefs: [reviewer]\n  requiredSecrets");
    }

    @AfterEach
    void stop() {
        krate.close();
    }

    private void apply(String yaml) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    private AgentDispatchRun parent() {
        DispatchRequest request = DispatchRequest.read(
                Map.of(
                        "agentStack", "claude-fix",
                        "repository", "app",
                        "taskKind", "issue-fix",
                        "prompt", "Mend the sum.",
                        "files", List.of("src/Calculator.java")),
                "");
        return ((Accepted) krate.dispatch().dispatch(new Asked(NAMESPACE, request, ALICE))).run();
    }

    /** An agent that is at work. */
    private AgentDispatchRun working() {
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "I begin."));
        AgentDispatchRun parent = parent();
        krate.start(3);
        await(() ->
                !scenario.agents.sessions().isEmpty() && run(parent).status().phase() == RunPhase.RUNNING);
        return parent;
    }

    private AgentDispatchRun run(AgentDispatchRun run) {
        return run(run.metadata().name());
    }

    private AgentDispatchRun run(String name) {
        return krate.resources().get(AgentDispatchRun.class, NAMESPACE, name).orElseThrow();
    }

    private void await(BooleanSupplier condition) {
        await(condition, () -> "");
    }

    private void await(BooleanSupplier condition, Supplier<String> state) {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).as(state).isTrue();
    }

    private Session first() {
        return scenario.agents.sessions().get(0);
    }

    private void ask(String id, String name, String task) {
        scenario.agents.say(
                first(),
                AgentEvent.Type.LANE,
                "Look at the sum.",
                Map.of(
                        "lane", id,
                        "laneName", name,
                        "laneState", "requested",
                        "task", task,
                        "sources", "src/Calculator.java\n../secrets"));
    }

    private Lane lane(AgentDispatchRun parent, String id) {
        return krate.lanes().lanes(run(parent)).stream()
                .filter(lane -> lane.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Lane(id, "", "none", "", "", 0, 0, 0, ""));
    }

    private void awaitLane(AgentDispatchRun parent, String id, String state) {
        await(
                () -> lane(parent, id).state().equals(state),
                () -> krate.lanes().lanes(run(parent)) + " of "
                        + Scenario.all(krate, AgentDispatchRun.class).stream()
                                .map(one -> one.status())
                                .toList());
    }

    private String prompt(int launch) {
        return scenario.agents.requests().get(launch).prompt();
    }

    @Test
    void anAgentHandsWorkToASubagentAndHearsWhatCameOfIt() {
        AgentDispatchRun parent = working();
        scenario.agents.next(Script.done("The sum is fine."));
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "succeeded");
        AgentDispatchRun child = run(lane(parent, "s-1").run());
        assertThat(child.spec().parentRun()).isEqualTo(parent.metadata().name());
        assertThat(child.spec().request().subagent()).isEqualTo("reviewer");
        assertThat(child.spec().trust()).isEqualTo(parent.spec().trust());
        assertThat(child.spec().sha()).isEqualTo(parent.spec().sha());
        assertThat(child.spec().writeBackPolicy().allowedTargets()).isEmpty();
        assertThat(child.status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(run(parent).status().childRuns())
                .containsExactly(child.metadata().name());
        assertThat(prompt(1))
                .contains("You review code.", "You work as 'reviewer' for another agent.", "Look at the sum.")
                .contains("summary of run " + parent.metadata().name() + ", sha256:")
                .doesNotContain("You repair software.", "Mend the sum.");
        assertThat(scenario.blobs
                        .get(new Digest(child.spec().stackSnapshot()))
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .get()
                .asString()
                .contains("\"model\":\"small\"")
                .doesNotContain("subagentRefs\":[\"reviewer\"]");
        assertThat(artifacts(child))
                .extracting(artifact -> artifact.spec().kind())
                .contains(ArtifactKind.SUBAGENT_OUTPUT)
                .doesNotContain(ArtifactKind.PATCH, ArtifactKind.DIAGNOSIS);
        assertThat(Scenario.all(krate, AgentWriteBack.class)).isEmpty();
        await(() -> !scenario.agents.heard(first()).isEmpty());
        assertThat(scenario.agents.heard(first())).containsExactly("[subagent s-1 succeeded]\nThe sum is fine.");
        assertThat(lane(parent, "s-1").note()).isEqualTo("The sum is fine.");
    }

    private List<AgentArtifact> artifacts(AgentDispatchRun run) {
        return Scenario.all(krate, AgentArtifact.class).stream()
                .filter(artifact ->
                        artifact.spec().dispatchRun().equals(run.metadata().name()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "no-context, , Mend the sum.",
        "full-redacted, Mend the sum., ",
        "selected-sources, return a - b;, Mend the sum.",
        "artifact-only, , Mend the sum."
    })
    void aSubagentIsToldThePartOfTheContextThatItsPolicySays(String policy, String told, String untold) {
        apply(REVIEWER + "  contextPolicy: " + policy + "\n");
        AgentDispatchRun parent = working();
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "succeeded");
        assertThat(prompt(1)).contains(told == null ? "Look at the sum." : told).doesNotContain("../secrets");
        if (untold != null) {
            assertThat(prompt(1)).doesNotContain(untold);
        }
    }

    @Test
    void whatMayNotBeAskedForIsRefusedWithTheReasonAndTheAgentHearsIt() {
        AgentDispatchRun parent = working();
        ask("s-1", "stranger", "review");
        ask("s-2", "reviewer", "release");
        awaitLane(parent, "s-2", "failed");
        assertThat(lane(parent, "s-1").note())
                .isEqualTo("SubagentNotAllowed: this agent has no subagent 'stranger'; it has reviewer");
        assertThat(lane(parent, "s-2").note())
                .isEqualTo("TaskKindNotAllowed: subagent 'reviewer' takes no 'release' tasks");
        assertThat(run(parent).status().childRuns()).isEmpty();
        await(() -> scenario.agents.heard(first()).size() == 2);
    }

    @Test
    void thousandRequestsMakeNoMoreRunsThanTheSubagentTakesAtATime() {
        AgentDispatchRun parent = working();
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        for (int i = 0; i < 1_000; i++) {
            ask("s-%04d".formatted(i), "reviewer", "review");
        }
        await(() -> krate.lanes().lanes(run(parent)).stream()
                        .filter(lane -> lane.state().equals("failed"))
                        .count()
                == 998);
        assertThat(run(parent).status().childRuns()).hasSize(2);
        assertThat(lane(parent, "s-0999").note())
                .isEqualTo("SubagentBusy: subagent 'reviewer' is at work on 2 tasks; ask again when one has ended");
        assertThat(Scenario.all(krate, AgentDispatchRun.class)).hasSize(3);
    }

    @Test
    void aRunStartsNoMoreThanItsNumberOfOthers() {
        AgentDispatchRun parent = working();
        for (int i = 0; i < Asks.CHILDREN; i++) {
            ask("s-" + i, "reviewer", "review");
            awaitLane(parent, "s-" + i, "succeeded");
        }
        ask("one-more", "reviewer", "review");
        awaitLane(parent, "one-more", "failed");
        assertThat(lane(parent, "one-more").note())
                .isEqualTo("TooManySubagents: the run has started 20 others already");
    }

    @Test
    void theSameRequestIsOnePieceOfWork() {
        AgentDispatchRun parent = working();
        ask("s-1", "reviewer", "review");
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "succeeded");
        ask("s-1", "reviewer", "review");
        ask("s-2", "reviewer", "review");
        awaitLane(parent, "s-2", "succeeded");
        assertThat(run(parent).status().childRuns()).hasSize(2);
    }

    @Test
    void whoeverCancelsTheParentCancelsItsSubagents() {
        AgentDispatchRun parent = working();
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "started");
        krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
        awaitLane(parent, "s-1", "cancelled");
        assertThat(run(lane(parent, "s-1").run()).status().phase()).isEqualTo(RunPhase.CANCELLED);
    }

    @Test
    void aParentThatEndsLeavesNoSubagentBehind() {
        AgentDispatchRun parent = working();
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "started");
        scenario.agents.end(first(), Outcome.SUCCEEDED, "done");
        await(() -> scenario.agents.requests().size() == 2);
        await(() -> !Scenario.pending(krate).isEmpty());
        krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
        awaitLane(parent, "s-1", "cancelled");
    }

    @Test
    void anOutcomeThatBreaksItsContractFailsTheSubagent() {
        apply(REVIEWER + "  outputContract: { format: markdown, requiredSections: [Verdict] }\n");
        AgentDispatchRun parent = working();
        scenario.agents.next(Script.done("Fine."));
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "failed");
        assertThat(lane(parent, "s-1").note())
                .isEqualTo("OutputContract: the outcome is not as the contract says: the section 'Verdict' is missing");
        scenario.agents.next(Script.done("# Verdict\n\nFine."));
        ask("s-2", "reviewer", "review");
        awaitLane(parent, "s-2", "succeeded");
        assertThat(prompt(1)).contains("Answer in markdown. Your answer must have: Verdict.");
    }

    @Test
    void aSubagentThatTheReviewDeniesIsNotStarted() {
        AgentDispatchRun parent = working();
        scenario.secrets.without(NAMESPACE, "model-provider", "api-key");
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "failed");
        assertThat(lane(parent, "s-1").note()).startsWith("PermissionDenied: SecretMissing");
        assertThat(Scenario.all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void lanesOfTheRuntimeAndOfRunsAreShownAlike() {
        AgentDispatchRun parent = working();
        scenario.agents.say(
                first(),
                AgentEvent.Type.LANE,
                "explores",
                Map.of("lane", "native-1", "laneName", "explorer", "laneState", "started"));
        scenario.agents.say(
                first(), AgentEvent.Type.USAGE, "", Map.of("lane", "native-1", "costUsd", "0.5", "tokens", "70"));
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "succeeded");
        await(() -> lane(parent, "native-1").items() == 2);
        assertThat(krate.lanes().lanes(run(parent)))
                .extracting(Lane::id, Lane::name, Lane::state, Lane::isRun)
                .containsExactly(
                        tuple("native-1", "explorer", "started", false), tuple("s-1", "reviewer", "succeeded", true));
        assertThat(lane(parent, "native-1").costUsd()).isEqualTo(0.5);
        assertThat(lane(parent, "native-1").tokens()).isEqualTo(70);
        krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
        awaitLane(parent, "native-1", "cancelled");
    }

    @Test
    void aSubagentIsGivenNoMoreThanTheModelsKey() {
        AgentDispatchRun parent = working();
        ask("s-1", "reviewer", "review");
        awaitLane(parent, "s-1", "succeeded");
        assertThat(scenario.agents.requests())
                .extracting(LaunchRequest::environment)
                .allSatisfy(environment -> assertThat(environment).containsOnlyKeys("ANTHROPIC_API_KEY"));
    }
}
