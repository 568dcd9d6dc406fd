package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.matrix.AxisList;
import hudson.matrix.MatrixProject;
import hudson.matrix.TextAxis;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.tasks.Shell;
import io.jenkins.plugins.krate.build.KrateAction;
import io.jenkins.plugins.krate.engine.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FreestyleReportTest {

    private JenkinsRule jenkins;
    private ReportingEngine engine;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        engine = InboxConfiguration.open();
    }

    private FreeStyleProject job(String name, String script) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.getBuildersList().add(new Shell(script));
        return job;
    }

    @Test
    void aFailedBuildIsToldByItsLog() throws Exception {
        FreeStyleProject job = job("app", "echo 'src/app.c:3:1: error: nothing_like_it undeclared'; exit 3");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        BuildReport report = InboxConfiguration.next();

        assertThat(report.build().kind()).isEqualTo(BuildReport.Kind.FREESTYLE);
        assertThat(report.failure().orElseThrow().stages()).isEmpty();
        assertThat(report.failure().orElseThrow().error()).contains("nothing_like_it");
        assertThat(report.failure().orElseThrow().excerpt()).contains("src/app.c:3:1: error");
        assertThat(report.tests()).isEmpty();
    }

    @Test
    void aPasswordThatABuildWroteIsNotTold() throws Exception {
        FreeStyleProject job = job("app", "set +x; echo \"src/app.c:3:1: error: $DEPLOY was refused\"; exit 1");
        job.addProperty(new ParametersDefinitionProperty(
                new PasswordParameterDefinition("DEPLOY", "hunter2-of-the-tests", "")));
        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        String told = InboxConfiguration.next().toString();

        assertThat(told).contains("was refused").contains("REDACTED").doesNotContain("hunter2-of-the-tests");
    }

    @Test
    void theBuildThatLedToItIsTold() throws Exception {
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job("first", "true"));
        FreeStyleProject second = job("second", "exit 1");
        jenkins.assertBuildStatus(
                Result.FAILURE,
                second.scheduleBuild2(0, new Cause.UpstreamCause(first)).get());

        BuildReport report = InboxConfiguration.next();

        assertThat(report.build().upstream()).containsExactly(new BuildReport.Upstream("first", 1));
        assertThat(report.build().causes().get(0).kind()).isEqualTo(BuildReport.CauseKind.UPSTREAM);
    }

    @Test
    void aMatrixIsToldAsAWholeAndByItsCells() throws Exception {
        MatrixProject grid = jenkins.createProject(MatrixProject.class, "grid");
        grid.setAxes(new AxisList(new TextAxis("os", "one", "two")));
        grid.getBuildersList().add(new Shell("exit 1"));
        jenkins.buildAndAssertStatus(Result.FAILURE, grid);

        List<BuildReport.Build> builds = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            builds.add(InboxConfiguration.next().build());
        }

        assertThat(builds)
                .extracting(BuildReport.Build::job)
                .containsExactlyInAnyOrder("grid", "grid/os=one", "grid/os=two");
        assertThat(builds)
                .filteredOn(build -> build.kind() == BuildReport.Kind.MATRIX_CELL)
                .hasSize(2)
                .allMatch(cell -> cell.upstream().contains(new BuildReport.Upstream("grid", 1)));
        assertThat(builds)
                .filteredOn(build -> build.job().equals("grid"))
                .allMatch(build -> build.kind() == BuildReport.Kind.MATRIX);
    }

    @Test
    void whatCameOfItIsShownWithTheBuild() throws Exception {
        engine.runIs(Phase.SUCCEEDED);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job("app", "exit 1"));
        InboxConfiguration.next();
        ReportDesk.get().workAfterwards();

        assertThat(build.getAction(KrateAction.class).getRuns().get(0).getId()).isEqualTo("run-1");
        assertThat(build.getAction(ReportMark.class).isOver()).isTrue();
        assertThat(build.getRootDir().toPath().resolve("krate-report.json")).doesNotExist();
    }
}
