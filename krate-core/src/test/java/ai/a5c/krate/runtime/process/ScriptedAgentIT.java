package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration agent repairs the quick start's repository, and says so when it cannot. */
class ScriptedAgentIT {

    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
    private static final String PATH = System.getProperty("java.home") + "/bin:" + ProcessRuntime.DEFAULT_PATH;

    @TempDir
    private Path directory;

    private Path app;

    @BeforeEach
    void copyTheRepository() throws IOException {
        Path original = EXAMPLES.resolve("quickstart/app");
        app = directory.resolve("app");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, app.resolve(original.relativize(file).toString()));
            }
        }
    }

    @Test
    void itRepairsTheQuickStartsRepository() throws IOException {
        assertThat(testsPass()).isFalse();

        Heard heard = run("60");

        assertThat(result(heard))
                .startsWith("## Diagnosis\n\nThe tests failed: `FAILED TillTest.java:12: "
                        + "a discount from 100.00: expected 9000 but was 10000`.\n\n"
                        + "The cause is line 19 of `src/Till.java`: `>=` instead of `>`.");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(source()).contains("if (total >= DISCOUNT_FROM) {");
        assertThat(testsPass()).isTrue();
    }

    @Test
    void itFindsAMissingCheckForZeroByTheStackTrace() throws IOException {
        change("total > DISCOUNT_FROM", "total >= DISCOUNT_FROM");
        change("return purchases.length == 0 ? 0 : sum", "return sum");

        Heard heard = run("60");

        assertThat(result(heard)).contains("The cause is line 31 of `src/Till.java`");
        assertThat(source()).contains("return purchases.length == 0 ? 0 : sum / purchases.length;");
        assertThat(testsPass()).isTrue();
    }

    @Test
    void itAdmitsThatItFoundNothingAndLeavesNoTrace() throws IOException {
        change("quantity * unitPrice", "unitPrice");
        String before = source();

        Heard heard = run("2");

        assertThat(result(heard)).startsWith("## No repair found").contains("I tried 2 of ");
        assertThat(heard.end().message()).isEqualTo("exited with status 1");
        assertThat(source()).isEqualTo(before);
    }

    private Heard run(String tries) {
        ProcessRuntime runtime = new ProcessRuntime(directory.resolve("sessions"), PATH);
        LaunchRequest request = new LaunchRequest(
                "scripted-agent",
                "command",
                List.of("java", EXAMPLES.resolve("agents/ScriptedAgent.java").toString(), tries),
                "Find out why the tests fail and repair it.",
                app,
                Map.of(),
                Trust.TRUSTED,
                new Limits(Duration.ofMinutes(2), Duration.ofMinutes(1), 1_000_000));
        return AgentRuntimeContract.hear(runtime, runtime.launch(request), 0, Duration.ofMinutes(2));
    }

    private static String result(Heard heard) {
        List<AgentEvent> results = heard.events().stream()
                .filter(event -> event.type() == AgentEvent.Type.RESULT)
                .toList();
        assertThat(results).as("events: %s", heard.events()).hasSize(1);
        return results.get(0).text();
    }

    private boolean testsPass() {
        return Command.status(List.of("sh", app.resolve("test.sh").toString()), Map.of("PATH", PATH), "") == 0;
    }

    private void change(String from, String to) throws IOException {
        assertThat(source()).contains(from);
        Files.writeString(app.resolve("src/Till.java"), source().replace(from, to));
    }

    private String source() throws IOException {
        return Files.readString(app.resolve("src/Till.java"));
    }
}
