package ai.a5c.krate.server.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Debian's Chromium without a window. */
final class Browser {

    private static final Dimension SIZE = new Dimension(1280, 900);
    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVER = List.of(
            "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver");

    private static final Deque<ChromeDriver> IDLE = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> IDLE.forEach(ChromeDriver::quit), "browsers"));
    }

    private Browser() {}

    /** One that is as good as fresh: starting one takes longer than most tests. Give it back. */
    static ChromeDriver lend() throws IOException {
        ChromeDriver idle = IDLE.poll();
        return idle == null ? start() : idle;
    }

    /** Takes a browser back without its page, cookies, log, size and emulation; it ends if that cannot be. */
    static void giveBack(ChromeDriver browser) {
        try {
            browser.get("about:blank");
            browser.executeCdpCommand("Network.clearBrowserCookies", Map.of());
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
            browser.manage().window().setSize(SIZE);
            browser.manage().logs().get(LogType.BROWSER);
            IDLE.push(browser);
        } catch (WebDriverException e) {
            browser.quit();
        }
    }

    /** A fresh browser; without one the test is skipped, on a build server it fails. */
    static ChromeDriver start(String... more) throws IOException {
        Optional<Path> chromium = first(CHROMIUM);
        Optional<Path> driver = first(DRIVER);
        boolean found = chromium.isPresent() && driver.isPresent();
        if (!found && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("chromium and chromedriver are needed here; install chromium and chromium-driver");
        }
        Assumptions.assumeTrue(found, "no chromium and chromedriver; install chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=%d,%d".formatted(SIZE.width, SIZE.height),
                "--user-data-dir=" + Files.createTempDirectory("krate-browser"));
        options.addArguments(more);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<Path> first(List<String> candidates) {
        return candidates.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
