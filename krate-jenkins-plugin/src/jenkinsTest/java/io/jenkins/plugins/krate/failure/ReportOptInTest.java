package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import io.jenkins.plugins.krate.config.FolderReports;
import io.jenkins.plugins.krate.config.JobReports;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.config.ReportChoice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Of two failed builds only the second is reported, which shows that the first was left out and not only late. */
@WithJenkins
class ReportOptInTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        InboxConfiguration.open();
    }

    private static void fails(FreeStyleProject job) throws Exception {
        job.getBuildersList().add(new Shell("exit 1"));
    }

    private void buildBoth(FreeStyleProject silent, FreeStyleProject reporting) throws Exception {
        for (FreeStyleProject job : new FreeStyleProject[] {silent, reporting}) {
            fails(job);
            jenkins.buildAndAssertStatus(Result.FAILURE, job);
        }
        assertThat(silent.getLastBuild().getAction(ReportMark.class)).isNull();
        assertThat(InboxConfiguration.next().build().job()).isEqualTo(reporting.getFullName());
    }

    @Test
    void nothingIsReportedWhereOnlyAJobAskedForIt() throws Exception {
        KrateGlobalConfiguration.get().setReportFailures(false);
        FreeStyleProject asking = jenkins.createFreeStyleProject("asking");
        asking.addProperty(new JobReports(ReportChoice.ON));

        buildBoth(jenkins.createFreeStyleProject("silent"), asking);
    }

    @Test
    void theGlobalPatternsNameTheJobs() throws Exception {
        KrateGlobalConfiguration.get().setJobs("team-*");

        buildBoth(jenkins.createFreeStyleProject("other"), jenkins.createFreeStyleProject("team-app"));
    }

    @Test
    void aFolderSpeaksForItsJobsAndAJobForItself() throws Exception {
        KrateGlobalConfiguration.get().setReportFailures(false);
        Folder team = jenkins.createProject(Folder.class, "team");
        team.getProperties().add(new FolderReports(ReportChoice.ON));
        FreeStyleProject silent = team.createProject(FreeStyleProject.class, "silent");
        silent.addProperty(new JobReports(ReportChoice.OFF));

        buildBoth(silent, team.createProject(FreeStyleProject.class, "app"));
    }
}
