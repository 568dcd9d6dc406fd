package io.jenkins.plugins.krate.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import io.jenkins.plugins.krate.KratePermissions;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInConfiguration;
import io.jenkins.plugins.krate.standin.StandInServer;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class KrateActionTest {

    private static final String SHOWN = "sha256:" + "1".repeat(64);
    private static final String HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>";

    private JenkinsRule jenkins;
    private StandInServer server;
    private FreeStyleBuild build;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        server = new StandInServer();
        StandInConfiguration.use(server);
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("app"));
        KrateAction.of(build).saw(run("run-1", Phase.WAITING_FOR_APPROVAL));
        server.answers().run("run-1", "waiting-for-approval", "run-1-1-patch");
        server.answers().artifact("run-1-1-patch", "@@ -1 +1 @@\n-" + HOSTILE + "\n+good\n");
        server.answers().approval("approval-1", "run-1", "pending", SHOWN, HOSTILE);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CONFIGURE)
                .everywhere()
                .to("builder", "approver")
                .grant(KratePermissions.APPROVE)
                .everywhere()
                .to("approver"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static RunView run(String id, Phase phase) {
        return new RunView(
                id,
                phase,
                "https://krate.example/orgs/acme/agents/runs/" + id,
                "mender",
                "diagnosis",
                "created",
                List.of(new Reason("Hostile", HOSTILE)),
                HOSTILE,
                List.of());
    }

    private HtmlPage page(String user) throws Exception {
        return client(user).getPage(build, "krate/");
    }

    private WebClient client(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }

    private int answer(String user, String run, String digest) throws Exception {
        WebClient client = client(user);
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), build.getUrl() + "krate/decide"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("run", run),
                new NameValuePair("approval", "approval-1"),
                new NameValuePair("verdict", "approve"),
                new NameValuePair("bindingDigest", digest),
                new NameValuePair("comment", "")));
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    @Test
    void whoMayApproveAnswersExactlyWhatWasShown() throws Exception {
        HtmlForm form = page("approver").getFormByName("krate-approval-1");
        form.getInputByName("comment").setValue("fine with me");
        HtmlPage after = form.getButtonsByName("verdict").get(0).click();
        assertThat(after.asNormalizedText()).contains("You said yes; the question is approved now.");
        assertThat(server.asked("POST")).hasSize(1);
        assertThat(server.asked("POST").get(0).json())
                .containsEntry("decision", "approve")
                .containsEntry("bindingDigest", SHOWN);
        assertThat(String.valueOf(server.asked("POST").get(0).json().get("comment")))
                .startsWith("approver in Jenkins")
                .endsWith(": fine with me");
    }

    @Test
    void whoMayBuildMayNotApproveForThat() throws Exception {
        HtmlPage page = page("builder");
        assertThat(page.getForms()).noneMatch(form -> form.getNameAttribute().startsWith("krate-"));
        assertThat(page.asNormalizedText()).contains("that needs the permission Krate/Approve");
        assertThat(answer("builder", "run-1", SHOWN)).isEqualTo(403);
        assertThat(server.asked("POST")).isEmpty();
        assertThat(answer("approver", "run-1", SHOWN)).isEqualTo(200);
        assertThat(server.asked("POST")).hasSize(1);
    }

    @Test
    void anAnswerNeedsPostAndACrumb() throws Exception {
        URL address = new URL(
                jenkins.getURL(),
                build.getUrl() + "krate/decide?run=run-1&approval=approval-1&verdict=approve" + "&bindingDigest="
                        + SHOWN);
        assertThat(client("approver").getPage(address).getWebResponse().getStatusCode())
                .isIn(404, 405);
        assertThat(client("approver")
                        .getPage(new WebRequest(address, HttpMethod.POST))
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(server.asked("POST")).isEmpty();
    }

    @Test
    void anAnswerToSomethingElseOrToAForeignRunDoesNotCount() throws Exception {
        server.answers().approval("approval-9", "run-9", "pending", SHOWN, "");
        answer("approver", "run-1", SHOWN.replace('1', '2'));
        answer("approver", "run-9", SHOWN);
        assertThat(server.asked("POST")).isEmpty();
        assertThat(page("approver").asNormalizedText())
                .contains("That is no answer to a question of a run of this build.");
    }

    @Test
    void whatOthersWroteIsShownAsText() throws Exception {
        HtmlPage summary = client("builder").getPage(build);
        assertThat(summary.asNormalizedText()).contains("run-1").contains(HOSTILE);
        assertThat(summary.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<img src=x");
        assertThat((Object) summary.getFirstByXPath("//a[@href='https://krate.example/orgs/acme/agents/runs/run-1']"))
                .isNotNull();
        HtmlPage page = page("builder");
        assertThat(page.asNormalizedText()).contains(HOSTILE);
        assertThat(page.getElementsByTagName("img"))
                .noneMatch(image -> image.getAttribute("src").equals("x"));
        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<img src=x");
        assertThat((Object) page.getFirstByXPath("//span[contains(@class,'krate-line-removed')]"))
                .isNotNull();
        assertThat((Object) page.getFirstByXPath("//span[contains(@class,'krate-line-added')]"))
                .isNotNull();
    }

    @Test
    void aPageWithoutAServerShowsWhatWasKnown() throws Exception {
        server.order("GET", Reply.broken(Reply.Kind.SILENCE));
        String text = page("builder").asNormalizedText();
        assertThat(text).contains("run-1").contains("this is what was known before");
    }

    @Test
    void theRunsAreKeptWithTheBuild() throws Exception {
        KrateAction.of(build).saw(run("run-2", Phase.FAILED));
        build.reload();
        assertThat(build.getAction(KrateAction.class).getRuns())
                .extracting(SeenRun::getId, SeenRun::getPhase)
                .contains(tuple("run-2", "failed"));
        assertThat(build.getAction(KrateAction.class).getBuild()).isSameAs(build);
    }
}
