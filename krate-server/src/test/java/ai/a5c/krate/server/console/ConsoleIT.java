package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The console in a real browser. */
class ConsoleIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final ConsoleServer server = new ConsoleServer();
    private ChromeDriver browser;

    @BeforeEach
    void open() throws IOException {
        browser = Browser.lend();
        browser.get(server.url("/orgs/acme/agents/runs"));
        browser.findElement(By.id("token")).sendKeys(server.world.acme);
        browser.findElement(By.cssSelector("main button")).click();
        await("the list of runs")
                .atMost(SOON)
                .until(() -> !browser.findElements(By.id("runs")).isEmpty());
    }

    @AfterEach
    void close() {
        if (browser != null) {
            Browser.giveBack(browser);
        }
        server.close();
    }

    private String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    private void shows(String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(text()).contains(text));
    }

    private void go(String path) {
        browser.get(server.url(path));
    }

    private void picture(String name) throws IOException {
        String directory = System.getProperty("krate.screenshots", "");
        if (!directory.isEmpty()) {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Test
    void loginLeadsBackToThePageThatWasAskedFor() throws IOException {
        assertThat(browser.getCurrentUrl()).isEqualTo(server.url("/orgs/acme/agents/runs"));
        assertThat(text())
                .contains("waiting for approval", "running", "queued", "failed", "cancelled", "blocked", "succeeded")
                .contains("WallClockExceeded: the agent was stopped after 10 min")
                .contains("waits for a free runner");
        picture("runs");
    }

    @Test
    void theListFollowsWithoutReload() {
        browser.executeScript("window.mark = 1");
        server.world.run("run-99", "queued");
        shows("The build is red\n");
        assertThat(browser.executeScript("return window.mark")).isEqualTo(1L);
    }

    @Test
    void aLiveRunGetsNewEventsWithoutReload() throws IOException {
        go("/orgs/acme/agents/runs/run-06");
        browser.executeScript("window.mark = 1");
        picture("live");
        server.world.event("run-06", "message", "the very latest news");
        shows("the very latest news");
        server.world.run("run-06", "succeeded");
        server.world.event("run-06", "phase", "succeeded");
        await().atMost(SOON)
                .until(() -> browser.findElement(By.cssSelector("#state .badge"))
                        .getText()
                        .equals("succeeded"));
        assertThat(browser.executeScript("return window.mark")).isEqualTo(1L);
        assertThat(browser.findElements(By.xpath("//li[contains(.,'the very latest news')]")))
                .hasSize(1);
    }

    @Test
    void whatAgentsWriteIsOnlyText() {
        go("/orgs/acme/agents/runs/run-06");
        assertThat(text()).contains("<script>document.title='owned'</script>");
        server.world.event("run-06", "message", "live " + Sample.HOSTILE);
        shows("live <script>");
        assertThat(browser.getTitle()).isEqualTo("run-06 - Krate");
        assertThat(browser.findElements(By.cssSelector("main img, main script, main a[href^='javascript']")))
                .isEmpty();
    }

    @Test
    void anApprovalIsGivenFromTheInbox() throws IOException {
        go("/orgs/acme/agents/runs/run-07");
        assertThat(text())
                .contains("changes a CI definition: .gitea/workflows/build.yaml")
                .contains("for (int i = 0; i < text.length(); i++) {")
                .contains("2 redacted: github-token")
                .contains("1 found: hidden HTML comment");
        picture("run");
        browser.executeScript("window.scrollTo(0, 900)");
        picture("run-below");
        go("/orgs/acme/agents/approvals");
        picture("approvals");
        browser.findElement(By.name("comment")).sendKeys("looks right");
        browser.findElement(By.cssSelector("button[value=approve]")).click();
        shows("Approved by acme-writer through console: looks right");
        shows("Nothing waits for you");
        AgentApproval approval = server.world
                .desk
                .get(AgentApproval.class, "acme", "approval-07")
                .orElseThrow();
        assertThat(approval.status().phase()).isEqualTo(ApprovalPhase.APPROVED);
        assertThat(approval.status().approvedOrdinals()).containsExactly(1, 2);
        picture("empty");
    }

    @Test
    void noPageBreaksItsOwnContentPolicy() {
        for (String path : new String[] {
            "/runs", "/runs/run-06", "/runs/run-06/transcript", "/runs/run-07", "/sessions", "/approvals"
        }) {
            go("/orgs/acme/agents" + path);
            await("the script of " + path)
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(browser.executeScript("return typeof htmx"))
                            .isEqualTo("object"));
        }
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getMessage().contains("Content Security Policy"))
                .isEmpty();
    }
}
