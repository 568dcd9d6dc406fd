package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is saved comes back when its form is submitted unchanged. */
@WithJenkins
class ConfigurationFormTest {

    @Test
    void theGlobalConfigurationWithAServer(JenkinsRule jenkins) throws Exception {
        RemoteEngineConfiguration engine = new RemoteEngineConfiguration("https://krate.example.org", "acme");
        engine.setTokenCredentialsId("krate-token");
        engine.setHookCredentialsId("krate-hook");
        engine.setSubscription("jenkins");
        KrateGlobalConfiguration configuration = KrateGlobalConfiguration.get();
        configuration.setEngine(engine);
        configuration.setReportFailures(true);
        configuration.setReportAborted(true);
        configuration.setJobs("team/**\n# not these\nlegacy");
        configuration.setStack("mender");

        jenkins.configRoundtrip();

        RemoteEngineConfiguration back = (RemoteEngineConfiguration) configuration.getEngine();
        assertThat(back).isNotSameAs(engine).usingRecursiveComparison().isEqualTo(engine);
        assertThat(configuration.isReportFailures()).isTrue();
        assertThat(configuration.isReportAborted()).isTrue();
        assertThat(configuration.getJobs().lines()).containsExactly("team/**", "# not these", "legacy");
        assertThat(configuration.getStack()).isEqualTo("mender");
    }

    @Test
    void theGlobalConfigurationWithAnEmbeddedEngine(JenkinsRule jenkins) throws Exception {
        EmbeddedEngineConfiguration engine = new EmbeddedEngineConfiguration("krate/resources");
        engine.setLabel("agents");
        KrateGlobalConfiguration.get().setEngine(engine);

        jenkins.configRoundtrip();

        EngineConfiguration back = KrateGlobalConfiguration.get().getEngine();
        assertThat(back).isNotSameAs(engine).usingRecursiveComparison().isEqualTo(engine);
        assertThat(KrateGlobalConfiguration.get().isReportFailures()).isFalse();
        assertThat(KrateGlobalConfiguration.get().getJobs()).isNull();
    }

    @Test
    void whoFillsInNothingConfiguresNothing(JenkinsRule jenkins) throws Exception {
        jenkins.configRoundtrip();

        assertThat(KrateGlobalConfiguration.get().getEngine()).isNull();
    }

    @Test
    void whatWasSavedIsThereForANewInstance(JenkinsRule jenkins) {
        KrateGlobalConfiguration.get().setEngine(new RemoteEngineConfiguration("https://krate.example.org", "acme"));

        EngineConfiguration loaded = new KrateGlobalConfiguration().getEngine();

        assertThat(((RemoteEngineConfiguration) loaded).getOrganization()).isEqualTo("acme");
    }

    @Test
    void aJobThatSaysSomething(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("app");
        JobReports reports = new JobReports(ReportChoice.OFF);
        reports.setStack("mender");
        job.addProperty(reports);

        JobReports back = jenkins.configRoundtrip(job).getProperty(JobReports.class);

        assertThat(back).isNotSameAs(reports);
        assertThat(back.getReports()).isEqualTo(ReportChoice.OFF);
        assertThat(back.getStack()).isEqualTo("mender");
    }

    @Test
    void aJobThatSaysNothing(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("app");

        assertThat(jenkins.configRoundtrip(job).getProperty(JobReports.class)).isNull();
    }

    @Test
    void aFolder(JenkinsRule jenkins) throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        FolderReports reports = new FolderReports(ReportChoice.ON);
        reports.setStack("mender");
        folder.getProperties().add(reports);

        jenkins.submit(jenkins.createWebClient().getPage(folder, "configure").getFormByName("config"));

        FolderReports back = folder.getProperties().get(FolderReports.class);
        assertThat(back).isNotSameAs(reports);
        assertThat(back.getReports()).isEqualTo(ReportChoice.ON);
        assertThat(back.getStack()).isEqualTo("mender");
    }
}
