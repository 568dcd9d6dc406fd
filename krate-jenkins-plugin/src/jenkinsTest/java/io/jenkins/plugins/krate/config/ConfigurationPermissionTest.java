package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.access.AccessDeniedException;

@WithJenkins
class ConfigurationPermissionTest {

    private JenkinsRule jenkins;
    private KrateGlobalConfiguration global;
    private RemoteEngineConfiguration.DescriptorImpl remote;
    private EmbeddedEngineConfiguration.DescriptorImpl embedded;

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        global = KrateGlobalConfiguration.get();
        remote = rule.jenkins.getDescriptorByType(RemoteEngineConfiguration.DescriptorImpl.class);
        embedded = rule.jenkins.getDescriptorByType(EmbeddedEngineConfiguration.DescriptorImpl.class);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "krate-token", "", Secret.fromString("never-shown-token")));
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private static ACLContext as(String user) {
        return ACL.as2(User.getOrCreateByIdOrFullName(user).impersonate2());
    }

    @Test
    void whoMayNotAdministerIsToldNothing() {
        List<ThrowingCallable> calls = List.of(
                () -> global.doCheckJobs("team/**"),
                () -> remote.doCheckServerUrl("https://krate.example.org"),
                () -> remote.doCheckOrganization("acme"),
                () -> remote.doTestConnection("https://krate.example.org", "acme", "krate-token", "", ""),
                () -> embedded.doCheckResources("krate/resources", ""),
                embedded::doTestEngine,
                () -> embedded.doCheckDatabase("krate/krate.db"));
        try (ACLContext context = as("reader")) {
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call).isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    @Test
    void onlyAdministratorsSeeWhichCredentialsThereAre() {
        try (ACLContext context = as("reader")) {
            assertThat(values(remote.doFillTokenCredentialsIdItems("", "current")))
                    .containsExactly("current");
            assertThat(values(remote.doFillHookCredentialsIdItems("", "current")))
                    .containsExactly("current");
        }
        try (ACLContext context = as("admin")) {
            assertThat(values(remote.doFillTokenCredentialsIdItems("", ""))).contains("", "krate-token");
            assertThat(values(remote.doFillHookCredentialsIdItems("", ""))).contains("", "krate-token");
        }
    }

    private static List<String> values(ListBoxModel choices) {
        return choices.stream().map(option -> option.value).toList();
    }

    @Test
    void administratorsAreToldWhatIsWrong() {
        try (ACLContext context = as("admin")) {
            assertThat(global.doCheckJobs("[a-").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(remote.doCheckServerUrl("http://krate.example.org").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(remote.doCheckServerUrl("http://localhost:8080").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(embedded.doCheckDatabase("../krate.db").kind).isEqualTo(FormValidation.Kind.ERROR);
            FormValidation refused = remote.doTestConnection("http://krate.example.org", "acme", "krate-token", "", "");
            assertThat(refused.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(refused.getMessage()).contains("use https").doesNotContain("never-shown-token");
        }
    }

    @Test
    void nothingIsAskedByAnAddressThatSomebodyOpens() throws Exception {
        JenkinsRule.WebClient admin = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        admin.login("admin");
        String base = jenkins.getURL() + "descriptorByName/";
        for (String path : List.of(
                RemoteEngineConfiguration.class.getName() + "/testConnection",
                RemoteEngineConfiguration.class.getName() + "/checkServerUrl",
                RemoteEngineConfiguration.class.getName() + "/checkOrganization",
                RemoteEngineConfiguration.class.getName() + "/fillTokenCredentialsIdItems",
                RemoteEngineConfiguration.class.getName() + "/fillHookCredentialsIdItems",
                EmbeddedEngineConfiguration.class.getName() + "/checkResources",
                EmbeddedEngineConfiguration.class.getName() + "/checkDatabase",
                EmbeddedEngineConfiguration.class.getName() + "/testEngine",
                KrateGlobalConfiguration.class.getName() + "/checkJobs")) {
            assertThat(admin.getPage(new URL(base + path)).getWebResponse().getStatusCode())
                    .as(path)
                    .isIn(404, 405);
        }
    }
}
