package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.TaskKind;
import io.jenkins.plugins.krate.KrateRun;
import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepValuesTest {

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> T restarted(T value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void whatAStepRemembersSurvivesARestart() throws Exception {
        Watch watch =
                restarted(Watch.begun(5).heard("run-1", "running", "created").broken(9));
        assertThat(watch.run()).isEqualTo("run-1");
        assertThat(watch.phase()).isEqualTo("running");
        assertThat(watch.decision()).isEqualTo("created");
        assertThat(watch.startedAt()).isEqualTo(5);
        assertThat(watch.brokenSince()).isEqualTo(9);
        assertThat(watch.failures()).isEqualTo(1);
        DispatchParameters parameters =
                restarted(new DispatchParameters("mender", "diagnosis", "Why?", List.of("a"), List.of("b"), 2));
        BuiltCode code = restarted(BuiltCode.of("acme/app", "main", Map.of()));
        assertThat(parameters.order("k", code))
                .isEqualTo(new DispatchParameters("mender", "diagnosis", "Why?", List.of("a"), List.of("b"), 2)
                        .order("k", BuiltCode.of("acme/app", "main", Map.of())));
    }

    @Test
    void theRecordOfAScriptSurvivesARestartAndTellsNoMoreThanItShould() throws Exception {
        RunView run = new RunView(
                "run-1",
                Phase.FAILED,
                "https://krate.example/orgs/acme/agents/runs/run-1",
                "mender",
                "diagnosis",
                "created",
                List.of(new Reason("TimedOut", "it took too long")),
                "a summary",
                List.of(new ArtifactView("run-1-1-patch", "patch")));
        KrateRun record = restarted(KrateRun.of(run));
        assertThat(record.getId()).isEqualTo("run-1");
        assertThat(record.getPhase()).isEqualTo("failed");
        assertThat(record.getDecision()).isEqualTo("created");
        assertThat(record.getReasons()).containsExactly("TimedOut: it took too long");
        assertThat(record.getArtifacts()).containsExactly("run-1-1-patch");
        assertThat(record.getSummary()).isEqualTo("a summary");
        assertThat(record.getUrl()).endsWith("/run-1");
        assertThat(record.isSucceeded()).isFalse();
        assertThat(record).hasToString("run-1 (failed)");
        record.getReasons().clear();
        assertThat(record.getReasons()).as("a script changes only its own copy").hasSize(1);
        assertThat(KrateRun.of(RunView.denied("s", "t", "", List.of()))).hasToString("no run (denied)");
    }

    @Test
    void keysAreTheSameForTheSamePlaceOfTheSameBuildOnly() {
        String key = RequestKeys.of("controller", "folder/job#7", 1_000, "12");
        assertThat(key)
                .isEqualTo(RequestKeys.of("controller", "folder/job#7", 1_000, "12"))
                .matches("jenkins-[0-9a-f]{64}");
        assertThat(List.of(
                        RequestKeys.of("other", "folder/job#7", 1_000, "12"),
                        RequestKeys.of("controller", "folder/job#8", 1_000, "12"),
                        RequestKeys.of("controller", "folder/job#7", 1_001, "12"),
                        RequestKeys.of("controller", "folder/job#7", 1_000, "13")))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(Inputs.faults("mender", "diagnosis", "Why?", "30m", 0)).isEmpty();
        assertThat(Inputs.faults("", "repair", " ", "soon", -1))
                .containsExactly(
                        "name the agent stack (stack)",
                        "the task must be one of ci-repair, issue-fix, diagnosis, review, refactor, documentation, test,"
                                + " release, question",
                        "say what the agent is to do (prompt)",
                        "the budget must be a number of US dollars from 0",
                        "the timeout must be a length of time such as 30m, 2h or 1d");
        assertThat(Inputs.faults("mender", "diagnosis", "Why?", "", Double.NaN)).hasSize(1);
        assertThat(Inputs.words()).hasSameSizeAs(TaskKind.values());
    }

    @Test
    void aPostBuildStepKnowsItsOccasions() {
        assertThat(Occasion.of("failure").isOn("FAILURE")).isTrue();
        assertThat(Occasion.of("failure").isOn("UNSTABLE")).isFalse();
        assertThat(Occasion.of("unstable").isOn("UNSTABLE")).isTrue();
        assertThat(Occasion.of("unstable").isOn("ABORTED")).isFalse();
        assertThat(Occasion.of("always").isOn("SUCCESS")).isTrue();
        assertThat(Occasion.of("whenever")).isEqualTo(Occasion.FAILURE);
    }
}
