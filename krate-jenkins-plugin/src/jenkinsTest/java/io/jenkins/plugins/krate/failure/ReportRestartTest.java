package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class ReportRestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static FreeStyleBuild fails(JenkinsRule jenkins, String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.getBuildersList().add(new Shell("exit 1"));
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    private static EngineException down() {
        return new EngineException(EngineException.Kind.UNAVAILABLE, "UNREACHABLE", "connection refused");
    }

    private static Path pending() {
        return KrateGlobalConfiguration.directory().resolve("pending-reports.json");
    }

    @Test
    void aReportThatCouldNotBeSentIsSentAfterARestart() throws Throwable {
        String[] controller = new String[1];
        sessions.then(jenkins -> {
            InboxConfiguration.open().fault = down();
            FreeStyleBuild build = fails(jenkins, "app");
            ReportDesk.get().workAfterwards();
            assertThat(build.getAction(ReportMark.class).station()).isEqualTo(ReportMark.Station.PENDING);
            assertThat(pending()).content().contains("\"app\"");
            controller[0] = KrateGlobalConfiguration.controllerId();
        });
        sessions.then(jenkins -> {
            ReportingEngine engine = (ReportingEngine) KrateGlobalConfiguration.engineFor(
                    jenkins.jenkins.getItemByFullName("app", FreeStyleProject.class));
            engine.fault = null;
            BuildReport report = InboxConfiguration.next();

            assertThat(report.build().job()).isEqualTo("app");
            assertThat(report.controller().id()).isEqualTo(controller[0]);
            assertThat(engine.received).hasSize(1);
        });
    }

    @Test
    void aRenamedJobIsFollowedAndADeletedBuildForgotten() throws Throwable {
        sessions.then(jenkins -> {
            InboxConfiguration.open().fault = down();
            FreeStyleBuild kept = fails(jenkins, "kept");
            FreeStyleBuild deleted = fails(jenkins, "deleted");
            kept.getParent().renameTo("renamed");
            deleted.delete();

            assertThat(pending()).content().contains("\"renamed\"").doesNotContain("\"kept\"", "\"deleted\"");
        });
    }

    @Test
    void aLostListOfBuildsIsMadeAgainFromTheirMarks() throws Throwable {
        sessions.then(jenkins -> {
            InboxConfiguration.open().fault = down();
            fails(jenkins, "app");
            KrateGlobalConfiguration.controllerId();
            Files.delete(pending());
        });
        sessions.then(jenkins -> assertThat(pending()).content().contains("\"app\""));
    }
}
