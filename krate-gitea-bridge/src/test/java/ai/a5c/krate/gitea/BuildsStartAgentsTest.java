package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.Pipeline.Conclusion;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that has an agent repair what Gitea's own CI says is broken. */
class BuildsStartAgentsTest {

    private static final String BUILT = "76c7d0fbfdc855e558a3eb2eb995e1acfa286325";
    private static final String RULE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentTriggerRule
            metadata: { name: on-failure, namespace: acme }
            spec:
              lifecycleState: active
              sources: [ci]
              match:
                events: ["%s"]
                ci: { conclusions: [failure] }
              agentStack: claude-fix
              taskKind: ci-repair
              promptTemplate: "Mend {{ ci.workflow }} at {{ sha }}."
              untrusted: ignore
              dedupePolicy: { key: "{{ repository }}:{{ sha }}", window: 10m }
            """;

    private GiteaScene scene;

    @BeforeEach
    void start(@TempDir Path directory) {
        scene = new GiteaScene(directory, Duration.ZERO, StandInVersion.HEAD);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aJobThatFailsOnABranchThatAWriterPushedStartsATrustedRun() {
        scene.apply(RULE.formatted("workflow_job.completed"));
        scene.forge.work().failRun(12, scene.main, "CI / test (push)");
        scene.deliver(byAlice("workflow_job_completed_failure"));
        assertThat(scene.all(AgentDispatchRun.class)).singleElement().satisfies(run -> {
            assertThat(run.spec().trust()).isEqualTo(Trust.TRUSTED);
            assertThat(run.spec().sha()).isEqualTo(scene.main);
        });
        assertThat(scene.all(Job.class)).singleElement().satisfies(job -> {
            assertThat(job.spec().title()).isEqualTo("test");
            assertThat(job.status().failedStep()).isEqualTo("Run mvn test");
            assertThat(job.status().conclusion()).isEqualTo(Conclusion.FAILURE);
        });
        assertThat(scene.all(Pipeline.class)).singleElement().satisfies(pipeline -> {
            assertThat(pipeline.spec().externalId()).isEqualTo("12");
            assertThat(pipeline.spec().ref()).isEqualTo("main");
        });
    }

    @Test
    void aRunThatFailsOnABranchThatAWriterPushedStartsATrustedRun() {
        scene.apply(RULE.formatted("workflow_run.completed"));
        Capture run = byAlice("workflow_run_completed_failure");
        String pushed = run.body().replaceFirst("(?s)\"pull_requests\": \\[.*?\\n    \\],", "\"pull_requests\": [],");
        scene.deliver(new Capture("", run.headers(), pushed));
        assertThat(scene.all(AgentDispatchRun.class))
                .singleElement()
                .satisfies(made -> assertThat(made.spec().trust()).isEqualTo(Trust.TRUSTED));
    }

    @Test
    void aJobThatFailsForAForksPullRequestStartsNothing() {
        scene.apply(RULE.formatted("workflow_job.completed"));
        scene.forge.work().failRunOf(4, 12, scene.main, "CI / test (pull_request)");
        scene.deliver(byAlice("workflow_job_completed_failure"));
        assertThat(scene.all(AgentDispatchRun.class)).isEmpty();
        assertThat(scene.all(AgentTriggerExecution.class))
                .singleElement()
                .satisfies(execution -> assertThat(execution.spec().decision()).isEqualTo(Decision.REJECTED));
    }

    private Capture byAlice(String name) {
        Capture capture = Capture.newest(name);
        String body = capture.body()
                .replace(BUILT, scene.main)
                .replaceAll("\"id\": 3,(\\s+\"login\": )\"mallory\"", "\"id\": 2,$1\"alice\"");
        assertThat(body).contains("\"alice\"").contains(scene.main);
        return new Capture("", capture.headers(), body);
    }
}
