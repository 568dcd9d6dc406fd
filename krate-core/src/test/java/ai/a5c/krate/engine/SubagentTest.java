package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.subagent.Asks;
import ai.a5c.krate.subagent.Lane;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubagentTest {

    private SubagentWorld world;

    @BeforeEach
    void start(@TempDir Path root) {
        world = new SubagentWorld(root);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void anAgentHandsWorkToASubagentAndHearsWhatCameOfIt() {
        AgentDispatchRun parent = world.working();
        world.scenario.agents.next(Script.done("The sum is fine."));
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "succeeded");
        AgentDispatchRun child = world.run(world.lane(parent, "s-1").run());
        assertThat(child.spec().parentRun()).isEqualTo(parent.metadata().name());
        assertThat(child.spec().request().subagent()).isEqualTo("reviewer");
        assertThat(child.spec().trust()).isEqualTo(parent.spec().trust());
        assertThat(child.spec().sha()).isEqualTo(parent.spec().sha());
        assertThat(child.spec().writeBackPolicy().allowedTargets()).isEmpty();
        assertThat(child.status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(world.run(parent).status().childRuns())
                .containsExactly(child.metadata().name());
        assertThat(world.prompt(1))
                .contains("You review code.", "You work as 'reviewer' for another agent.", "Look at the sum.")
                .contains("summary of run " + parent.metadata().name() + ", sha256:")
                .doesNotContain("You repair software.", "Mend the sum.");
        assertThat(world.scenario
                        .blobs
                        .get(new Digest(child.spec().stackSnapshot()))
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .get()
                .asString()
                .contains("\"model\":\"small\"")
                .doesNotContain("subagentRefs\":[\"reviewer\"]");
        assertThat(world.artifacts(child))
                .extracting(artifact -> artifact.spec().kind())
                .contains(ArtifactKind.SUBAGENT_OUTPUT)
                .doesNotContain(ArtifactKind.PATCH, ArtifactKind.DIAGNOSIS);
        assertThat(Scenario.all(world.krate, AgentWriteBack.class)).isEmpty();
        world.await(() -> !world.scenario.agents.heard(world.first()).isEmpty());
        assertThat(world.scenario.agents.heard(world.first()))
                .containsExactly("[subagent s-1 succeeded]\nThe sum is fine.");
        assertThat(world.lane(parent, "s-1").note()).isEqualTo("The sum is fine.");
    }

    @ParameterizedTest
    @CsvSource({
        "no-context, , Mend the sum.",
        "full-redacted, Mend the sum., ",
        "selected-sources, return a - b;, Mend the sum.",
        "artifact-only, , Mend the sum."
    })
    void aSubagentIsToldThePartOfTheContextThatItsPolicySays(String policy, String told, String untold) {
        world.apply(SubagentWorld.REVIEWER + "  contextPolicy: " + policy + "\n");
        AgentDispatchRun parent = world.working();
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "succeeded");
        assertThat(world.prompt(1))
                .contains(told == null ? "Look at the sum." : told)
                .doesNotContain("../secrets");
        if (untold != null) {
            assertThat(world.prompt(1)).doesNotContain(untold);
        }
    }

    @Test
    void whatMayNotBeAskedForIsRefusedWithTheReasonAndTheAgentHearsIt() {
        AgentDispatchRun parent = world.working();
        world.ask("s-1", "stranger", "review");
        world.ask("s-2", "reviewer", "release");
        world.awaitLane(parent, "s-2", "failed");
        assertThat(world.lane(parent, "s-1").note())
                .isEqualTo("SubagentNotAllowed: this agent has no subagent 'stranger'; it has reviewer");
        assertThat(world.lane(parent, "s-2").note())
                .isEqualTo("TaskKindNotAllowed: subagent 'reviewer' takes no 'release' tasks");
        assertThat(world.run(parent).status().childRuns()).isEmpty();
        world.await(() -> world.scenario.agents.heard(world.first()).size() == 2);
    }

    @Test
    void thousandRequestsMakeNoMoreRunsThanTheSubagentTakesAtATime() {
        AgentDispatchRun parent = world.working();
        world.scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        world.scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "slow"));
        for (int i = 0; i < 1_000; i++) {
            world.ask("s-%04d".formatted(i), "reviewer", "review");
        }
        world.await(() -> world.krate.lanes().lanes(world.run(parent)).stream()
                        .filter(lane -> lane.state().equals("failed"))
                        .count()
                == 998);
        assertThat(world.run(parent).status().childRuns()).hasSize(2);
        assertThat(world.lane(parent, "s-0999").note())
                .isEqualTo("SubagentBusy: subagent 'reviewer' is at work on 2 tasks; ask again when one has ended");
        assertThat(Scenario.all(world.krate, AgentDispatchRun.class)).hasSize(3);
    }

    @Test
    void aRunStartsNoMoreThanItsNumberOfOthers() {
        AgentDispatchRun parent = world.working();
        for (int i = 0; i < Asks.CHILDREN; i++) {
            world.ask("s-" + i, "reviewer", "review");
            world.awaitLane(parent, "s-" + i, "succeeded");
        }
        world.ask("one-more", "reviewer", "review");
        world.awaitLane(parent, "one-more", "failed");
        assertThat(world.lane(parent, "one-more").note())
                .isEqualTo("TooManySubagents: the run has started 20 others already");
    }

    @Test
    void theSameRequestIsOnePieceOfWork() {
        AgentDispatchRun parent = world.working();
        world.ask("s-1", "reviewer", "review");
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "succeeded");
        world.ask("s-1", "reviewer", "review");
        world.ask("s-2", "reviewer", "review");
        world.awaitLane(parent, "s-2", "succeeded");
        assertThat(world.run(parent).status().childRuns()).hasSize(2);
    }

    @Test
    void anOutcomeThatBreaksItsContractFailsTheSubagent() {
        world.apply(SubagentWorld.REVIEWER + "  outputContract: { format: markdown, requiredSections: [Verdict] }\n");
        AgentDispatchRun parent = world.working();
        world.scenario.agents.next(Script.done("Fine."));
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "failed");
        assertThat(world.lane(parent, "s-1").note())
                .isEqualTo("OutputContract: the outcome is not as the contract says: the section 'Verdict' is missing");
        world.scenario.agents.next(Script.done("# Verdict\n\nFine."));
        world.ask("s-2", "reviewer", "review");
        world.awaitLane(parent, "s-2", "succeeded");
        assertThat(world.prompt(1)).contains("Answer in markdown. Your answer must have: Verdict.");
    }

    @Test
    void aSubagentThatTheReviewDeniesIsNotStarted() {
        AgentDispatchRun parent = world.working();
        world.scenario.secrets.without(NAMESPACE, "model-provider", "api-key");
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "failed");
        assertThat(world.lane(parent, "s-1").note()).startsWith("PermissionDenied: SecretMissing");
        assertThat(Scenario.all(world.krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void lanesOfTheRuntimeAndOfRunsAreShownAlike() {
        AgentDispatchRun parent = world.working();
        world.scenario.agents.say(
                world.first(),
                AgentEvent.Type.LANE,
                "explores",
                Map.of("lane", "native-1", "laneName", "explorer", "laneState", "started"));
        world.scenario.agents.say(
                world.first(), AgentEvent.Type.USAGE, "", Map.of("lane", "native-1", "costUsd", "0.5", "tokens", "70"));
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "succeeded");
        world.await(() -> world.lane(parent, "native-1").items() == 2);
        assertThat(world.krate.lanes().lanes(world.run(parent)))
                .extracting(Lane::id, Lane::name, Lane::state, Lane::isRun)
                .containsExactly(
                        tuple("native-1", "explorer", "started", false), tuple("s-1", "reviewer", "succeeded", true));
        assertThat(world.lane(parent, "native-1").costUsd()).isEqualTo(0.5);
        assertThat(world.lane(parent, "native-1").tokens()).isEqualTo(70);
        world.krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
        world.awaitLane(parent, "native-1", "cancelled");
    }

    @Test
    void aSubagentIsGivenNoMoreThanTheModelsKey() {
        AgentDispatchRun parent = world.working();
        world.ask("s-1", "reviewer", "review");
        world.awaitLane(parent, "s-1", "succeeded");
        assertThat(world.scenario.agents.requests())
                .extracting(LaunchRequest::environment)
                .allSatisfy(environment -> assertThat(environment).containsOnlyKeys("ANTHROPIC_API_KEY"));
    }
}
