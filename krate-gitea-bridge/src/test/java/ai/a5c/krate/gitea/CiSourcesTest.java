package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How builds went, in the shapes that only newer versions send. */
class CiSourcesTest {

    private final GiteaSource source = new GiteaSource();

    @ParameterizedTest
    @CsvSource({
        "status_failure, failure, ci/build",
        "status_error, failure, ci/build",
        "status_warning, neutral, ''",
        "status_skipped, skipped, ''",
        "status_success, success, ''",
        "status_pending, '', ''"
    })
    void aStatusConcludesAsItsStateSays(String name, String conclusion, String signature) {
        SourceEvent event = read(Capture.newest(name));
        assertThat(event.source()).isEqualTo(Source.STATUS);
        assertThat(event.ci().orElseThrow().conclusion()).isEqualTo(conclusion);
        assertThat(event.ci().orElseThrow().failureSignature()).isEqualTo(signature);
        assertThat(event.ci().orElseThrow().check()).isEqualTo("ci/build");
        assertThat(event.fork()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "workflow_run_completed_failure, failure",
        "workflow_run_completed_cancelled, cancelled",
        "workflow_run_completed_success, success",
        "workflow_run_in_progress, ''",
        "workflow_run_requested, ''",
        "workflow_job_completed_failure, failure",
        "workflow_job_queued, ''",
        "workflow_job_waiting, ''"
    })
    void aWorkflowConcludesOnceItIsCompleted(String name, String conclusion) {
        SourceEvent event = read(Capture.newest(name));
        assertThat(event.source()).isEqualTo(Source.CI);
        assertThat(event.ci().orElseThrow().conclusion()).isEqualTo(conclusion);
    }

    @Test
    void aRunForAPullRequestHasNoBranchAndNamesThePullRequest() {
        SourceEvent event = read(Capture.newest("workflow_run_completed_failure_pull_request"));
        assertThat(event.branch()).isEmpty();
        assertThat(event.workItem()).contains(new WorkItem("pull-request", 4, ""));
    }

    @Test
    void aPullRequestIntoAnotherRepositoryIsNotThisOnesWorkItem() {
        Capture run = Capture.newest("workflow_run_completed_failure_pull_request");
        String elsewhere = run.body().replaceFirst("(?s)(\"base\": \\{.*?\"repo\": \\{\\s*\"id\": )1,", "$177,");
        assertThat(elsewhere).isNotEqualTo(run.body());
        SourceEvent event = read(new Capture("", run.headers(), elsewhere));
        assertThat(event.workItem()).isEmpty();
        assertThat(event.fork()).isTrue();
    }

    @Test
    void aPushedBranchIsTheRepositorysOwnUnlessAPullRequestIsKnown() {
        Capture run = Capture.newest("workflow_run_completed_failure");
        assertThat(read(run).fork()).isTrue();
        String alone = run.body().replaceFirst("(?s)\"pull_requests\": \\[.*?\\n    \\],", "\"pull_requests\": [],");
        assertThat(alone).isNotEqualTo(run.body());
        SourceEvent event = read(new Capture("", run.headers(), alone));
        assertThat(event.branch()).contains("feature/alice");
        assertThat(event.fork()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"gitea-actions, -2, true", "Ghost, -1, false", "mallory, 3, false"})
    void theForgesOwnAccountForItsBuildsIsNoPerson(String login, String id, boolean bot) {
        Capture status = Capture.newest("status_failure");
        String body = status.body()
                .replaceAll("\"id\": 3,(\\s+\"login\": \"mallory\")", "\"id\": %s,$1".formatted(id))
                .replace("\"login\": \"mallory\"", "\"login\": \"%s\"".formatted(login));
        SourceEvent event = read(new Capture("", status.headers(), body));
        assertThat(event.actor()).isEqualTo(new SourceEvent.Actor(login, id, "unknown", false, bot));
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }
}
