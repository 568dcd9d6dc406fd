package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

class TranscriptPagesIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LIVE = "/orgs/acme/agents/runs/run-06/transcript";

    private final ConsoleServer server = new ConsoleServer();
    private final List<ChromeDriver> browsers = new ArrayList<>();

    private void open(String path, String... options) throws IOException {
        ChromeDriver browser = Browser.start(options);
        browsers.add(browser);
        browser.get(server.url(path));
        browser.findElement(By.id("token")).sendKeys(server.world.acme);
        browser.findElement(By.cssSelector("main button")).click();
        await("the page").atMost(SOON).until(() -> browser.getCurrentUrl().equals(server.url(path)));
    }

    private ChromeDriver browser() {
        return browsers.get(0);
    }

    @AfterEach
    void close() {
        browsers.forEach(ChromeDriver::quit);
        server.close();
    }

    private String text() {
        return browser().findElement(By.tagName("body")).getText();
    }

    private void picture(String name) throws IOException {
        String directory = System.getProperty("krate.screenshots", "");
        if (!directory.isEmpty()) {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), browser().getScreenshotAs(OutputType.BYTES));
        }
    }

    @Test
    void whatWasSaidStandsUnderItsTurnsWithTheirCostAndDoesNothing() throws IOException {
        open(LIVE);
        picture("transcript");

        assertThat(text())
                .contains("Turn 1 $0.0412, 5,120 tokens", "Turn 2 $0.0088, 900 tokens")
                .contains("in r-1", "I read Parser. It is fine.", "12 events are missing")
                .contains("<script>document.title='owned'</script>");
        assertThat(browser().getTitle()).isEqualTo("run-06 - Krate");
        assertThat(browser().findElements(By.cssSelector("main img, main script, main b, main a[href^='javascript']")))
                .isEmpty();
        browser().get(server.url("/orgs/acme/agents/runs/run-06"));
        assertThat(text()).contains("goes on with run-02-1");
        picture("run-sessions");
        browser().get(server.url("/orgs/acme/agents/sessions"));
        assertThat(text()).contains("run-06-1", "2 turns, $0.0500, 6,020 tokens", "opus", "s-1");
        picture("sessions");
    }

    @Test
    void aLiveTranscriptGrowsWithoutReload() throws IOException {
        open(LIVE);
        browser().executeScript("window.mark = 1");
        server.world.event("run-06", "message", "the very latest news");
        await().atMost(SOON).untilAsserted(() -> assertThat(text()).contains("the very latest news"));
        assertThat(browser().executeScript("return window.mark")).isEqualTo(1L);
    }

    @Test
    void aLongTranscriptIsReadInWindowsWithoutScript() throws IOException {
        for (int i = 1; i <= 1_000; i++) {
            server.world.event("run-01", "message", "word " + i + ".");
        }
        open("/orgs/acme/agents/runs/run-01/transcript", "--blink-settings=scriptEnabled=false");

        assertThat(text()).contains("word 1000.", "word 801.").doesNotContain("word 800.");
        browser().findElement(By.linkText("Earlier")).click();
        assertThat(text()).contains("word 800.", "word 601.").doesNotContain("word 600.", "word 801.");
        browser().findElement(By.linkText("First")).click();
        assertThat(text()).contains("word 1.", "word 200.").doesNotContain("word 201.");
        browser().findElement(By.linkText("Later")).click();
        assertThat(text()).contains("word 201.", "word 400.").doesNotContain("word 200.");
        assertThat(browser().findElements(By.cssSelector(".item"))).hasSize(200);
        browser().findElement(By.linkText("Newest")).click();
        assertThat(text()).contains("word 1000.");
    }
}
