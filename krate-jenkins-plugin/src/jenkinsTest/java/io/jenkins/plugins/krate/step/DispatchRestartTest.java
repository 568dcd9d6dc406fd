package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInConfiguration;
import io.jenkins.plugins.krate.standin.StandInServer;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class DispatchRestartTest {

    private static final String SCRIPT = """
            def run = krateDispatch(stack: 'mender', prompt: 'Why?', repository: 'acme/app')
            echo "over: ${run.id} ${run.phase} ${run.decision}"
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private StandInServer server;

    @BeforeEach
    void start() throws Exception {
        server = new StandInServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WorkflowRun begin(JenkinsRule jenkins) throws Exception {
        StandInConfiguration.use(server);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "app");
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun end(JenkinsRule jenkins) throws Exception {
        WorkflowRun build =
                jenkins.jenkins.getItemByFullName("app", WorkflowJob.class).getBuildByNumber(1);
        return jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    }

    @Test
    void aWaitGoesOnAfterARestartAndDispatchesOnce() throws Throwable {
        sessions.then(jenkins -> jenkins.waitForMessage("Krate run run-1 is queued", begin(jenkins)));
        server.answers().run("run-1", "succeeded");
        sessions.then(jenkins -> jenkins.assertLogContains("over: run-1 succeeded created", end(jenkins)));
        assertThat(server.asked("POST")).hasSize(1);
        assertThat(server.answers().dispatched()).containsExactly("run-1");
    }

    @Test
    void aRestartBetweenTheRequestAndItsAnswerFindsTheSameRun() throws Throwable {
        for (int i = 0; i < 20; i++) {
            server.order("POST", Reply.broken(Reply.Kind.LOST));
        }
        sessions.then(jenkins -> jenkins.waitForMessage("asking again", begin(jenkins)));
        server.forgetOrders();
        server.answers().run("run-1", "succeeded");
        sessions.then(jenkins -> jenkins.assertLogContains("over: run-1 succeeded", end(jenkins)));
        assertThat(server.asked("POST").size()).isGreaterThan(1);
        assertThat(server.answers().dispatched()).containsExactly("run-1");
    }

    @Test
    void aServerThatIsAwayDuringTheRestartIsWaitedFor() throws Throwable {
        sessions.then(jenkins -> jenkins.waitForMessage("Krate run run-1 is queued", begin(jenkins)));
        server.order("GET", Reply.error(503, "UNAVAILABLE", "the server starts"));
        server.answers().run("run-1", "failed");
        sessions.then(jenkins -> jenkins.assertLogContains("over: run-1 failed created", end(jenkins)));
        assertThat(server.asked("POST")).hasSize(1);
    }
}
