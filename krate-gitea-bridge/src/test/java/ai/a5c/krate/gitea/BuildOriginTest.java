package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far builds are trusted: no further than whoever set them off, and not at all on code from elsewhere. */
class BuildOriginTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
    private static final String BUILT = "76c7d0fbfdc855e558a3eb2eb995e1acfa286325";
    private static final String REPORTED = "9e9f7a4671babfe6caa82a4d7dcf886f491c6ccd";
    private static final String ELSEWHERE = "the code comes from a fork, or it cannot be told where it comes from";

    private final StandInGitea gitea =
            StandInGitea.start(StandInGitea.Config.of(TOKEN).like(StandInVersion.HEAD));
    private final GiteaSource source = new GiteaSource(() -> Instant.parse("2026-11-22T16:00:00Z"));

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void aJobOfARunThatAWriterPushedIsTrustedAtItsBranch() {
        gitea.work().failRun(12, BUILT, "CI / test (push)");
        SourceEvent event = job("alice", "2");
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(event.trustReason()).isEqualTo("alice has the permission write in acme/app");
        assertThat(event.branch()).contains("main");
        assertThat(event.ref()).contains("refs/heads/main");
        assertThat(event.sha()).contains(BUILT);
        assertThat(event.fork()).isFalse();
    }

    @Test
    void aJobThatAReaderSetOffIsUntrustedWhereverItsCodeIs() {
        gitea.work().failRun(12, BUILT, "CI / test (push)");
        SourceEvent event = job("mallory", "3");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("mallory has the permission read in acme/app");
    }

    @Test
    void aJobOfTheRepositorysOwnPullRequestIsOfThatAndTrusted() {
        gitea.work().failRunOf(3, 12, BUILT, "CI / test (pull_request)");
        SourceEvent event = job("alice", "2");
        assertThat(event.workItem().orElseThrow().id()).isEqualTo("pull-request/3");
        assertThat(event.branch()).contains("feature/alice");
        assertThat(event.sha()).contains(BUILT);
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void aJobOfAForksPullRequestIsUntrustedWhoeverSetItOff() {
        gitea.work().failRunOf(4, 12, BUILT, "CI / test (pull_request)");
        SourceEvent event = job("alice", "2");
        assertThat(event.workItem().orElseThrow().id()).isEqualTo("pull-request/4");
        assertThat(event.fork()).isTrue();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo(ELSEWHERE);
    }

    @Test
    void aJobWhoseRunIsNotThereOrOfAnotherCommitIsUntrustedAndSaysWhy() {
        assertThat(job("alice", "2").trustReason()).startsWith("the run 12 of this job cannot be seen (status 404");
        gitea.work().failRun(12, REPORTED, "CI / test (push)");
        SourceEvent event = job("alice", "2");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("the run 12 is of another commit than its job");
    }

    @Test
    void aWritersStatusOfACommitThatABranchIsAtIsTrusted() {
        gitea.work().code().branch("release/1", REPORTED);
        SourceEvent event = status("alice", "2");
        assertThat(event.branch()).contains("release/1");
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void aStatusOfACommitThatNoBranchIsAtIsUntrusted() {
        SourceEvent event = status("alice", "2", "f".repeat(40));
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo(ELSEWHERE);
    }

    @Test
    void aReadersStatusIsUntrustedAndTheForgesOwnIsNobodys() {
        gitea.work().code().branch("release/1", REPORTED);
        assertThat(status("mallory", "3").trust()).isEqualTo(Trust.UNTRUSTED);
        SourceEvent actions = status("gitea-actions", "-2");
        assertThat(actions.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(actions.fork()).isTrue();
    }

    @Test
    void aRunThatAWriterPushedIsTrustedAsItIsDelivered() {
        Capture run = Capture.newest("workflow_run_completed_failure");
        String alone = run.body().replaceFirst("(?s)\"pull_requests\": \\[.*?\\n    \\],", "\"pull_requests\": [],");
        SourceEvent event = enriched(new Capture("", run.headers(), alone), "alice", "2", BUILT);
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(event.branch()).contains("feature/alice");
    }

    private SourceEvent job(String login, String id) {
        return enriched(Capture.newest("workflow_job_completed_failure"), login, id, BUILT);
    }

    private SourceEvent status(String login, String id) {
        return status(login, id, REPORTED);
    }

    private SourceEvent status(String login, String id, String sha) {
        return enriched(Capture.newest("status_failure"), login, id, sha);
    }

    private SourceEvent enriched(Capture capture, String login, String id, String sha) {
        SourceEvent event = source.read(capture.delivery()).event().orElseThrow();
        return source.enrich(
                new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN)),
                event.change()
                        .actor(new Actor(login, id, "unknown", false, id.equals("-2")))
                        .sha(Optional.of(sha))
                        .build());
    }
}
