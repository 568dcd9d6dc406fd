package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInConfiguration;
import io.jenkins.plugins.krate.standin.StandInServer;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DispatchStepTest {

    private static final String DISPATCH = "krateDispatch(stack: 'mender', prompt: 'Why?', repository: 'acme/app'";

    private JenkinsRule jenkins;
    private StandInServer server;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        server = new StandInServer();
        StandInConfiguration.use(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "app");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private WorkflowRun build(Result result, String script) throws Exception {
        return jenkins.buildAndAssertStatus(result, job(script));
    }

    @Test
    void aScriptInTheSandboxReadsTheRecord() throws Exception {
        server.answers().runsBeginAs("succeeded");
        WorkflowRun build = build(Result.SUCCESS, "def run = " + DISPATCH + """
                , task: 'ci-repair', files: ['pom.xml'], labels: ['style'], budget: 1.5, timeout: '1h')
                echo "id=${run.id} phase=${run.phase} decision=${run.decision} succeeded=${run.succeeded}"
                echo "denied=${run.denied} artifacts=${run.artifacts.size()} reasons=${run.reasons.size()}"
                echo "url=${run.url} summary=${run.summary} text=${run}"
                """);
        jenkins.assertLogContains("id=run-1 phase=succeeded decision=created succeeded=true", build);
        jenkins.assertLogContains("denied=false artifacts=0 reasons=0", build);
        jenkins.assertLogContains("url=" + server.url() + "/orgs/acme/agents/runs/run-1", build);
        jenkins.assertLogContains("text=run-1 (succeeded)", build);
        jenkins.assertLogContains("[Krate] Krate run run-1 succeeded", build);
        assertThat(server.asked("POST").get(0).json())
                .containsEntry("taskKind", "ci-repair")
                .containsEntry("budgetUsd", 1.5);
    }

    @Test
    void aDenialFailsTheBuildAndSaysWhy() throws Exception {
        server.order("POST", denial());
        WorkflowRun build = build(Result.FAILURE, DISPATCH + ")");
        jenkins.assertLogContains("ERROR: Krate denied the dispatch: the stack lacks a grant", build);
        assertThat(server.asked("POST")).hasSize(1);
    }

    @Test
    void aDenialIsARecordIfTheScriptWantsIt() throws Exception {
        server.order("POST", denial());
        WorkflowRun build = build(
                Result.SUCCESS,
                "def run = " + DISPATCH + ", failOnDenied: false)\n"
                        + "echo \"phase=${run.phase} denied=${run.denied} because ${run.reasons[0]}\"");
        jenkins.assertLogContains("phase=denied denied=true because MissingGrant: the stack lacks a grant", build);
    }

    private static Reply denial() {
        return Reply.error(
                403,
                "POLICY_DENIED",
                "the permission review denies it; nothing was dispatched",
                "MissingGrant:the stack lacks a grant");
    }

    @Test
    void whoeverDoesNotWaitGoesOnAtOnceAndWaitsForTheAnswerLater() throws Exception {
        server.answers().runsBeginAs("waiting-for-approval");
        WorkflowJob job = job("def run = " + DISPATCH + """
                , wait: false)
                echo "phase=${run.phase} decision=${run.decision}"
                def answered = krateApproval(run: run.id)
                echo "answered=${answered.decision} ${answered.phase}"
                echo krateArtifact(run: run.id, name: 'patch')
                """);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("phase=waiting-for-approval decision=awaiting-approval", build);
        jenkins.waitForMessage("[Krate] Krate run run-1 waits for an approval", build);
        server.answers().approval("approval-1", "run-1", "approved", "", "");
        server.answers().artifact("run-1-1-patch", "@@ the patch itself");
        server.answers().run("run-1", "succeeded", "run-1-1-patch");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("answered=approved succeeded", build);
        jenkins.assertLogContains("@@ the patch itself", build);
    }

    @Test
    void aFailedAndACancelledRunAreTold() throws Exception {
        server.answers().runsBeginAs("failed");
        WorkflowRun failed = build(Result.SUCCESS, "echo \"it ${" + DISPATCH + ").phase}\"");
        jenkins.assertLogContains("[Krate] Krate run run-1 failed", failed);
        jenkins.assertLogContains("it failed", failed);
        server.answers().runsBeginAs("cancelled");
        WorkflowRun cancelled = jenkins.buildAndAssertSuccess(failed.getParent());
        jenkins.assertLogContains("[Krate] Krate run run-2 was cancelled", cancelled);
    }

    @Test
    void whoeverAbortsTheBuildCancelsTheRun() throws Exception {
        WorkflowRun build = job(DISPATCH + ")").scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Krate run run-1 is queued", build);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("[Krate] run run-1 is asked to stop: the build was aborted", build);
        assertThat(server.isAsked("POST /api/orgs/acme/agents/runs/run-1/cancel"))
                .isTrue();
    }

    @Test
    void troubleIsAskedThroughUnderOneKey() throws Exception {
        server.answers().runsBeginAs("succeeded");
        server.order("POST", Reply.error(503, "UNAVAILABLE", "the database cannot be reached; try again"));
        server.order("POST", Reply.broken(Reply.Kind.LOST));
        server.order("POST", Reply.broken(Reply.Kind.SILENCE));
        WorkflowRun build = build(Result.SUCCESS, DISPATCH + ")");
        jenkins.assertLogContains("the database cannot be reached; try again; asking again.", build);
        jenkins.assertLogContains("[Krate] Krate answers again.", build);
        assertThat(server.asked("POST")).hasSize(4);
        assertThat(server.asked("POST").stream()
                        .map(asked -> asked.header("idempotency-key"))
                        .distinct())
                .hasSize(1);
        assertThat(server.answers().dispatched()).containsExactly("run-1");
    }

    @Test
    void aRefusalIsNotAskedAgain() throws Exception {
        server.order(
                "POST", Reply.error(422, "INVALID_RESOURCE", "the document has 1 fault(s)", "X:no such repository"));
        WorkflowRun build = build(Result.FAILURE, DISPATCH + ")");
        jenkins.assertLogContains("the document has 1 fault(s): no such repository", build);
        jenkins.assertLogNotContains("krt_test", build);
        assertThat(server.asked("POST")).hasSize(1);
    }

    @Test
    void twoPlacesAndTwoBuildsAskForRunsOfTheirOwn() throws Exception {
        server.answers().runsBeginAs("succeeded");
        WorkflowRun first = build(Result.SUCCESS, DISPATCH + ")\n" + DISPATCH + ")");
        jenkins.buildAndAssertSuccess(first.getParent());
        assertThat(server.answers().dispatched()).containsExactly("run-1", "run-2", "run-3", "run-4");
    }

    @Test
    void everythingThatIsWrongIsSaidBeforeAnythingIsAsked() throws Exception {
        WorkflowRun build = build(Result.FAILURE, "krateDispatch(stack: '', prompt: '', task: 'x', timeout: 'soon')");
        jenkins.assertLogContains("ERROR: krateDispatch: name the agent stack (stack); the task must be one of", build);
        jenkins.assertLogContains("the timeout must be a length of time", build);
        WorkflowRun nowhere = jenkins.buildAndAssertStatus(Result.FAILURE, nowhere());
        jenkins.assertLogContains("say which repository it is about", nowhere);
        assertThat(server.asked()).isEmpty();
    }

    private WorkflowJob nowhere() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "nowhere");
        job.setDefinition(new CpsFlowDefinition("krateDispatch(stack: 'mender', prompt: 'Why?')", true));
        return job;
    }
}
