package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A branch, a pull request and a review, the server dying every few writes until they are there, before and after the commit,
 * and with other writes each time: each stands at the forge once.
 */
class GiteaEffectsCrashTest {

    /** Of which work item each is, is told apart by its number. */
    private static final String SAID = """
            ```krate-output
            {"review": {"summary": "Look.", "comments": [{"path": "change.txt", "line": 1, "body": "Say more here."}]},
             "pullRequest": {"title": "Say more", "body": "As it should."}}
            ```
            """;

    @TempDir
    private Path directory;

    @Test
    void dyingAgainAndAgainLeavesOneOfEach() throws IOException {
        try (StandInStage stage = new StandInStage(directory, StandInVersion.BUILT)) {
            stage.world.hookOnly();
            for (int life = 10; life < 14; life++) {
                isOneOfEachAlthoughServersDie(stage, life);
            }
        }
    }

    private static void isOneOfEachAlthoughServersDie(StandInStage stage, int life) {
        long pull = stage.person.openPull("Change " + life, "", "feature/" + life);
        String item = "pull-request/" + pull;
        stage.world.edits.putAll(Map.of("README.md", "said more\n"));
        stage.world.agents.next(Script.done(SAID));
        stage.person.say(pull, "@claude review this");
        stage.world.until("somebody is asked", () -> !pending(stage, item).isEmpty());
        stage.world.approve(pending(stage, item).get(0));
        stage.world.dying(life);
        stage.world.until("the run is over", () -> run(stage, item).status().finishedAt() != null);
        assertThat(stage.world.living()).as("servers that were killed").isGreaterThan(4);
        String where = "lives of %d writes and more".formatted(life);
        assertThat(run(stage, item).status().phase()).as(where).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(stage.view.reviews(pull))
                .as(where)
                .singleElement()
                .satisfies(review -> assertThat(review.remarks()).containsExactly("change.txt Say more here."));
        String branch = "krate/" + run(stage, item).metadata().name();
        assertThat(stage.view.branch(branch)).as(where).isPresent();
        assertThat(stage.gitea.pulls())
                .as(where)
                .filteredOn(shown ->
                        branch.equals(JsonApi.asObject(shown.get("head")).get("ref")))
                .hasSize(1);
    }

    private static List<AgentApproval> pending(StandInStage stage, String item) {
        return stage.world.all(AgentApproval.class).stream()
                .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                .filter(approval -> approval.spec().workItem().endsWith(item))
                .toList();
    }

    private static AgentDispatchRun run(StandInStage stage, String item) {
        return stage.world.all(AgentDispatchRun.class).stream()
                .filter(run -> run.spec().workItem().equals(item))
                .findFirst()
                .orElseThrow();
    }
}
