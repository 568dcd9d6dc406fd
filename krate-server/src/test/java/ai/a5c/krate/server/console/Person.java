package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Somebody with a browser who has logged in. */
final class Person implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(15);

    private final ConsoleServer server;
    final ChromeDriver browser;

    Person(ConsoleServer server, String token) throws IOException {
        this.server = server;
        this.browser = Browser.lend();
        go("/runs");
        browser.findElement(By.id("token")).sendKeys(token);
        browser.findElement(By.cssSelector("main button")).click();
        await("the list of runs")
                .atMost(SOON)
                .until(() -> !browser.findElements(By.id("runs")).isEmpty());
    }

    void go(String path) {
        browser.get(server.url("/orgs/acme/agents" + path));
    }

    String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    void sees(String... texts) {
        await().atMost(SOON).untilAsserted(() -> assertThat(text()).contains(texts));
    }

    void clicks(String selector) {
        browser.findElement(By.cssSelector(selector)).click();
    }

    void narrow() {
        browser.manage().window().setSize(new Dimension(500, 1000));
    }

    void dark() {
        Map<String, Object> dark = Map.of("name", "prefers-color-scheme", "value", "dark");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(dark)));
    }

    /** Keeps what is seen now, if pictures are wanted. */
    void picture(String name) throws IOException {
        String directory = System.getProperty("krate.screenshots", "");
        if (!directory.isEmpty()) {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        Browser.giveBack(browser);
    }
}
