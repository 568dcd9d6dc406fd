package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import java.net.URL;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StepFormTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void whatAScriptSaysIsWhatTheGeneratorWouldWrite() throws Exception {
        Map<String, Object> said = Map.of(
                "stack", "mender",
                "prompt", "Why?",
                "task", "ci-repair",
                "wait", false,
                "failOnDenied", false,
                "timeout", "30m",
                "repository", "acme/app",
                "ref", "main",
                "budget", 2.5,
                "files", List.of("pom.xml"));
        KrateDispatchStep step = new DescribableModel<>(KrateDispatchStep.class).instantiate(said);
        assertThat(new DescribableModel<>(KrateDispatchStep.class).uninstantiate(step))
                .containsAllEntriesOf(said);
        assertThat(step.getLabels()).isEmpty();
        KrateApprovalStep approval =
                new DescribableModel<>(KrateApprovalStep.class).instantiate(Map.of("run", "run-1", "timeout", "1d"));
        assertThat(approval.getTimeout()).isEqualTo("1d");
        KrateArtifactStep artifact =
                new DescribableModel<>(KrateArtifactStep.class).instantiate(Map.of("run", "run-1", "name", "patch"));
        assertThat(artifact.getName()).isEqualTo("patch");
    }

    @Test
    void formsTellWhatIsWrongOnlyToWhoMayConfigure() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("app");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("reader", "configurer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        KrateDispatchStep.DescriptorImpl dispatch =
                jenkins.jenkins.getDescriptorByType(KrateDispatchStep.DescriptorImpl.class);
        KrateNotifier.DescriptorImpl notifier = jenkins.jenkins.getDescriptorByType(KrateNotifier.DescriptorImpl.class);
        try (ACLContext ignored = ACL.as2(User.getById("configurer", true).impersonate2())) {
            assertThat(dispatch.doCheckStack(job, "").kind).isEqualTo(FormValidation.Kind.WARNING);
            assertThat(dispatch.doCheckPrompt(job, " ").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(dispatch.doCheckTimeout(job, "soon").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(dispatch.doCheckTimeout(job, "30m").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(dispatch.doFillTaskItems(job)).isNotEmpty();
            assertThat(notifier.doFillOnItems(job)).hasSize(3);
            assertThat(notifier.doCheckPrompt(job, "").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(dispatch.doCheckStack(null, "").kind).isEqualTo(FormValidation.Kind.OK);
        }
        try (ACLContext ignored = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThat(dispatch.doCheckStack(job, "").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(dispatch.doFillTaskItems(job)).isEmpty();
            assertThat(notifier.doFillOnItems(job)).isEmpty();
            assertThat(notifier.doCheckTimeout(job, "soon").kind).isEqualTo(FormValidation.Kind.OK);
        }
    }

    @Test
    void formsAreAskedByPostAlone() throws Exception {
        jenkins.createFreeStyleProject("app");
        WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        for (Class<?> type : List.of(
                KrateDispatchStep.class, KrateApprovalStep.class, KrateArtifactStep.class, KrateNotifier.class)) {
            String check =
                    type == KrateApprovalStep.class || type == KrateArtifactStep.class ? "checkRun" : "checkStack";
            URL address =
                    new URL(jenkins.getURL(), "job/app/descriptorByName/%s/%s?value=".formatted(type.getName(), check));
            assertThat(client.getPage(address).getWebResponse().getStatusCode())
                    .as(type.getName())
                    .isIn(404, 405);
            assertThat(client.getPage(client.addCrumb(new WebRequest(address, HttpMethod.POST)))
                            .getWebResponse()
                            .getStatusCode())
                    .as(type.getName())
                    .isEqualTo(200);
        }
    }
}
