package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ConfigurationAsCodeTest {

    private static void configure(String name) throws Exception {
        ConfigurationAsCode.get()
                .configure(ConfigurationAsCodeTest.class.getResource(name).toString());
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aServerIsConfiguredAndExportedAgain(JenkinsRule jenkins) throws Exception {
        configure("remote.yaml");

        KrateGlobalConfiguration configuration = KrateGlobalConfiguration.get();
        assertThat(configuration.isReportFailures()).isTrue();
        assertThat(configuration.isReportAborted()).isTrue();
        assertThat(configuration.getJobs()).isEqualTo("team/**");
        assertThat(configuration.getStack()).isEqualTo("mender");
        RemoteEngineConfiguration engine = (RemoteEngineConfiguration) configuration.getEngine();
        assertThat(engine.getServerUrl()).isEqualTo("https://krate.example.org");
        assertThat(engine.getOrganization()).isEqualTo("acme");
        assertThat(engine.getTokenCredentialsId()).isEqualTo("krate-token");
        assertThat(engine.getHookCredentialsId()).isEqualTo("krate-hook");
        assertThat(engine.getSubscription()).isEqualTo("jenkins");
        assertThat(exported())
                .contains("  krate:")
                .contains("      remote:")
                .contains("hookCredentialsId: \"krate-hook\"")
                .contains("jobs: \"team/**\"")
                .contains("organization: \"acme\"")
                .contains("reportAborted: true")
                .contains("reportFailures: true")
                .contains("serverUrl: \"https://krate.example.org\"")
                .contains("stack: \"mender\"")
                .contains("subscription: \"jenkins\"")
                .contains("tokenCredentialsId: \"krate-token\"");
    }

    @Test
    void anEmbeddedEngineIsConfiguredAndExportedAgain(JenkinsRule jenkins) throws Exception {
        configure("embedded.yaml");

        EmbeddedEngineConfiguration engine =
                (EmbeddedEngineConfiguration) KrateGlobalConfiguration.get().getEngine();
        assertThat(engine.getResources()).isEqualTo("krate/resources");
        assertThat(engine.getDatabase()).isEqualTo("krate/krate.db");
        assertThat(engine.getLabel()).isEqualTo("agents");
        assertThat(engine.getOrganization()).isEqualTo("acme");
        assertThat(engine.getDocuments()).isEqualTo("# none yet");
        assertThat(engine.isLocalAgents()).isTrue();
        assertThat(exported())
                .contains("      embedded:")
                .contains("database: \"krate/krate.db\"")
                .contains("documents: \"# none yet\"")
                .contains("label: \"agents\"")
                .contains("localAgents: true")
                .contains("resources: \"krate/resources\"");
    }
}
