package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.krate.build.KrateAction;
import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInConfiguration;
import io.jenkins.plugins.krate.standin.StandInServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.FailureBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.UnstableBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class KrateNotifierTest {

    private JenkinsRule jenkins;
    private StandInServer server;
    private final KrateNotifier notifier = new KrateNotifier("mender", "Why did it fail?");

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        server = new StandInServer();
        StandInConfiguration.use(server);
        notifier.setRepository("acme/app");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FreeStyleProject job() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getPublishersList().add(notifier);
        return job;
    }

    private FreeStyleBuild failing() throws Exception {
        FreeStyleProject job = job();
        job.getBuildersList().add(new FailureBuilder());
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    @Test
    void aFailedBuildDispatchesAndShowsTheRun() throws Exception {
        FreeStyleBuild build = failing();
        jenkins.assertLogContains("[Krate] Krate run run-1 is queued", build);
        assertThat(build.getAction(KrateAction.class).getRuns())
                .extracting(run -> run.getId())
                .containsExactly("run-1");
        assertThat(build.getEnvironment(TaskListener.NULL))
                .containsEntry("KRATE_RUN_ID", "run-1")
                .containsEntry("KRATE_URL", server.url() + "/orgs/acme/agents/runs/run-1");
    }

    @Test
    void onlyTheBuildsThatWereMeantDispatch() throws Exception {
        jenkins.buildAndAssertSuccess(job());
        FreeStyleProject unstable = job();
        unstable.getBuildersList().add(new UnstableBuilder());
        jenkins.buildAndAssertStatus(Result.UNSTABLE, unstable);
        assertThat(server.asked()).isEmpty();
        notifier.setOn("unstable");
        FreeStyleProject again = job();
        again.getBuildersList().add(new UnstableBuilder());
        jenkins.buildAndAssertStatus(Result.UNSTABLE, again);
        assertThat(server.answers().dispatched()).hasSize(1);
        notifier.setOn("always");
        jenkins.buildAndAssertSuccess(job());
        assertThat(server.answers().dispatched()).hasSize(2);
    }

    @Test
    void aBuildThatWaitsTellsTheEnd() throws Exception {
        notifier.setWait(true);
        server.answers().runsBeginAs("succeeded");
        jenkins.assertLogContains("[Krate] Krate run run-1 succeeded", failing());
    }

    @Test
    void whateverGoesWrongChangesNoResult() throws Exception {
        server.order("POST", Reply.error(403, "POLICY_DENIED", "denied", "MissingGrant:a grant is missing"));
        jenkins.assertLogContains("[Krate] Krate denied the dispatch: a grant is missing", failing());
        notifier.setOn("always");
        server.order("POST", Reply.error(401, "UNAUTHENTICATED", "the token is unknown or has expired"));
        jenkins.assertLogContains("the token is unknown or has expired", jenkins.buildAndAssertSuccess(job()));
        notifier.setRepository("");
        jenkins.assertLogContains(
                "nothing is dispatched: the checkout did not tell which repository it is about",
                jenkins.buildAndAssertSuccess(job()));
    }

    @Test
    void theFormKeepsWhatWasWritten() throws Exception {
        notifier.setTask("ci-repair");
        notifier.setOn("unstable");
        notifier.setWait(true);
        notifier.setTimeout("45m");
        FreeStyleProject job = jenkins.configRoundtrip(job());
        KrateNotifier kept = job.getPublishersList().get(KrateNotifier.class);
        jenkins.assertEqualDataBoundBeans(notifier, kept);
    }
}
