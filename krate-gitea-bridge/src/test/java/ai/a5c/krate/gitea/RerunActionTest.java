package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.assertMayPass;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInStatus;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RerunActionTest {

    private static final String CONTEXT = "ci / test (push)";

    private final GiteaStage stage = GiteaStage.head();
    private final GiteaTarget target = stage.target();
    private StandInStatus failure;

    @BeforeEach
    void fail() {
        failure = stage.work().failRun(12, HEAD_OF_3, CONTEXT);
        stage.work().failRun(13, HEAD_OF_3, "lint / all (push)");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aRunIsRunAgainOnce() {
        Mutation mutation = workflow("12", "1");
        assertThat(target.find(mutation)).isEmpty();
        Written written = target.write(mutation);
        assertThat(written).isEqualTo(new Written("12/2", stage.url("actions/runs/12")));
        assertThat(target.find(mutation)).contains(written);
        stage.work().failRun(12, HEAD_OF_3, CONTEXT);
        assertThat(target.write(mutation)).isEqualTo(written);
        assertThat(stage.work().attempts(12)).isEqualTo(2);
        assertThat(target.write(workflow("12", "2")).remoteId()).isEqualTo("12/3");
    }

    @Test
    void aRunThatIsAtWorkIsLeftToEnd() {
        target.write(workflow("12", "1"));
        assertMayPass(
                () -> target.write(workflow("12", "2")),
                "NotFinished",
                "acme/app run 12 is still at work (queued); only what is over can run again");
    }

    @Test
    void aRunThatIsNotThereIsNamed() {
        assertRefused(
                () -> target.write(workflow("99", "1")),
                "NotFound",
                "acme/app run 99 is not there, or Krate may not see it");
        assertRefused(() -> target.write(workflow("x", "1")), "NotFound", "'x' is no id of a workflow's run");
        assertRefused(() -> target.write(workflow("12", "0")), "NotFound", "'0' is no number of an attempt");
    }

    @Test
    void aForgeThatCannotSaysSo() {
        try (GiteaStage older = GiteaStage.built()) {
            String words =
                    "Gitea 1.22.0+stand-in cannot run a workflow again by its API; Gitea can since 1.26. Run it again"
                            + " by hand, or push a commit";
            assertRefused(() -> older.target().find(workflow("12", "1")), "NotPossible", words);
            assertRefused(() -> older.target().write(workflow("12", "1")), "NotPossible", words);
            assertRefused(() -> older.target().write(check(CONTEXT, "1")), "NotPossible", words);
        }
    }

    @Test
    void theWorkflowBehindACheckIsRunAgainOnce() {
        Mutation mutation = check(CONTEXT, Long.toString(failure.id()));
        assertThat(target.find(mutation)).isEmpty();
        Written written = target.write(mutation);
        assertThat(written).isEqualTo(new Written("3", stage.url("commit/" + HEAD_OF_3)));
        assertThat(target.write(mutation)).isEqualTo(written);
        assertThat(stage.work().attempts(12)).isEqualTo(2);
        assertThat(stage.work().attempts(13)).isEqualTo(1);
    }

    @Test
    void onlyWhoReportedACheckCanRunItAgain() {
        StandInStatus status = stage.work().report("alice", HEAD_OF_3, "failure", "jenkins", "");
        assertRefused(
                () -> target.write(check("jenkins", Long.toString(status.id()))),
                "NotPossible",
                "'jenkins' of acme/app@09dad1bb00 was not reported by a workflow of the forge; only what reported it can run"
                        + " it again");
    }

    @Test
    void aCheckThatIsNotThereIsNamed() {
        assertRefused(() -> target.write(check("none", "1")), "NotFound", "acme/app@09dad1bb00 has no status 'none'");
    }

    private static Mutation workflow(String run, String attempt) {
        return GiteaStage.mutation("workflow-rerun", run, "", "", "attempt", attempt);
    }

    private static Mutation check(String context, String status) {
        return GiteaStage.mutation("check-rerun", HEAD_OF_3, context, "", "status", status);
    }
}
