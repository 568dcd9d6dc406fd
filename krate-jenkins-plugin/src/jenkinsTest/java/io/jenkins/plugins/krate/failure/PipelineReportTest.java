package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.model.Result;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class PipelineReportTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        InboxConfiguration.open();
    }

    private BuildReport reportOf(Result result, String script) throws Exception {
        jenkins.buildAndAssertStatus(result, job(script));
        return InboxConfiguration.next();
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "app");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static BuildReport.Failure failure(BuildReport report) {
        return report.failure().orElseThrow();
    }

    @Test
    void aFailedStepIsToldWithItsStagesExitCodeAndLog() throws Exception {
        BuildReport report = reportOf(Result.FAILURE, """
                stage('Build') {
                  stage('Compile') {
                    node {
                      sh 'echo "src/app.c:3:1: error: nothing_like_it undeclared"; exit 2'
                    }
                  }
                }
                """);

        assertThat(report.build().kind()).isEqualTo(BuildReport.Kind.PIPELINE);
        assertThat(report.build().result()).isEqualTo(BuildReport.Result.FAILURE);
        assertThat(report.build().job()).isEqualTo("app");
        assertThat(report.build().number()).isEqualTo(1);
        assertThat(report.build().url()).isEqualTo(jenkins.getURL() + "job/app/1/");
        assertThat(report.controller().id()).isEqualTo(KrateGlobalConfiguration.controllerId());
        assertThat(failure(report).stages()).containsExactly("Build", "Compile");
        assertThat(failure(report).step()).isEqualTo("sh");
        assertThat(failure(report).exitCode()).contains(2);
        assertThat(failure(report).error()).contains("nothing_like_it");
        assertThat(failure(report).excerpt()).contains("src/app.c:3:1: error: nothing_like_it undeclared");
        assertThat(failure(report).fingerprint()).isNotEmpty();
    }

    @Test
    void ofParallelBranchesTheOneThatFailedIsTold() throws Exception {
        BuildReport report = reportOf(Result.FAILURE, """
                stage('Checks') {
                  parallel good: {
                    node { sh 'echo "src/good.c:1:1: error: seen and survived"' }
                  }, bad: {
                    stage('Inner') {
                      node { sh 'echo "src/bad.c:2:2: error: really_broken"; exit 4' }
                    }
                  }
                }
                """);

        assertThat(failure(report).stages()).containsExactly("Checks", "Inner");
        assertThat(failure(report).exitCode()).contains(4);
        assertThat(failure(report).error()).contains("really_broken");
        assertThat(failure(report).excerpt()).doesNotContain("seen and survived");
    }

    @Test
    void aStepWithoutAProcessIsToldByItsMessage() throws Exception {
        BuildReport report = reportOf(Result.FAILURE, "stage('Gate') { error 'the release branch is frozen' }");

        assertThat(failure(report).stages()).containsExactly("Gate");
        assertThat(failure(report).step()).isEqualTo("error");
        assertThat(failure(report).error()).isEqualTo("the release branch is frozen");
        assertThat(failure(report).exitCode()).isEmpty();
    }

    @Test
    void failedTestsAreToldWithTheirAge() throws Exception {
        String script = """
                stage('Test') {
                  node {
                    writeFile file: 'TEST-a.xml', text: '''<testsuite name="a" tests="1" failures="1">
                      <testcase classname="a.BTest" name="adds"><failure message="expected 4 but was 5"/></testcase>
                    </testsuite>'''
                    junit 'TEST-a.xml'
                  }
                }
                """;
        WorkflowJob job = job(script);
        jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        InboxConfiguration.next();
        jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        BuildReport report = InboxConfiguration.next();

        assertThat(report.build().result()).isEqualTo(BuildReport.Result.UNSTABLE);
        assertThat(report.tests()).hasSize(1);
        assertThat(report.tests().get(0).name()).contains("adds");
        assertThat(report.tests().get(0).age()).isEqualTo(2);
        assertThat(report.tests().get(0).message()).contains("expected 4 but was 5");
        assertThat(failure(report).stages()).containsExactly("Test");
        assertThat(failure(report).step()).isEqualTo("junit");
    }

    @Test
    void aFailureThatThePipelineCaughtIsToldAsWell() throws Exception {
        BuildReport report = reportOf(Result.FAILURE, """
                stage('Lint') {
                  catchError(buildResult: 'FAILURE', stageResult: 'FAILURE') {
                    node { sh 'exit 7' }
                  }
                }
                stage('After') { echo 'goes on' }
                """);

        assertThat(failure(report).stages()).containsExactly("Lint");
        assertThat(failure(report).step()).isEqualTo("sh");
        assertThat(failure(report).exitCode()).contains(7);
    }

    @Test
    void anAbortedBuildIsToldOnlyIfThatIsWanted() throws Exception {
        WorkflowJob job = job("echo 'begun'\nsleep 600");
        abort(job);
        KrateGlobalConfiguration.get().setReportAborted(true);
        WorkflowRun second = abort(job);

        BuildReport report = InboxConfiguration.next();
        assertThat(report.build().number()).isEqualTo(second.getNumber());
        assertThat(report.build().result()).isEqualTo(BuildReport.Result.ABORTED);
    }

    private WorkflowRun abort(WorkflowJob job) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping", run);
        run.doStop();
        return jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
    }

    @Test
    void aBuildThatSucceedsIsNotToldOf() throws Exception {
        WorkflowJob good = jenkins.createProject(WorkflowJob.class, "good");
        good.setDefinition(new CpsFlowDefinition("echo 'well'", true));
        jenkins.buildAndAssertSuccess(good);

        assertThat(reportOf(Result.FAILURE, "error 'no'").build().job()).isEqualTo("app");
    }
}
