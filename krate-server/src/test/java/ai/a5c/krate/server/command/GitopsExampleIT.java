package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for CI, its script run as CI runs it. */
@Timeout(300)
class GitopsExampleIT {

    private static final Path EXAMPLE = Path.of("..", "examples", "gitops-ci");

    @TempDir
    private Path copy;

    @BeforeEach
    void copyExample() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(EXAMPLE.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private record Outcome(int status, String said) {}

    private Outcome check() throws IOException, InterruptedException {
        String java =
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        ProcessBuilder script =
                new ProcessBuilder("sh", "check.sh").directory(copy.toFile()).redirectErrorStream(true);
        script.environment()
                .put(
                        "KRATE",
                        "%s -XX:TieredStopAtLevel=1 -cp %s ai.a5c.krate.server.Main"
                                .formatted(java, absolute(System.getProperty("java.class.path", ""))));
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private static String absolute(String classPath) {
        return String.join(
                ":",
                Stream.of(classPath.split(":", -1))
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .toList());
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(copy.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void theChecksPassAndNothingIsWritten() throws IOException, InterruptedException {
        Map<String, String> before = files();
        Outcome outcome = check();
        assertThat(outcome.status()).as(outcome.said()).isZero();
        assertThat(outcome.said())
                .contains("allowed: stack claude-fix", "denied: stack claude-fix", "claude-mention run: a run of stack")
                .contains("claude-mention ask: a maintainer is asked")
                .endsWith("all checks passed\n");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aGrantThatIsTakenAwayFailsTheCheck() throws IOException, InterruptedException {
        Path agent = copy.resolve("resources/agent.yaml");
        String text = Files.readString(agent);
        Files.writeString(agent, text.substring(0, text.lastIndexOf("---")));
        Outcome outcome = check();
        assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
        assertThat(outcome.said()).contains("MissingSecretGrant", "expected exit status 0, got 1: krate review");
    }

    @Test
    void aResourceThatMakesNoSenseFailsTheCheckWithItsPlace() throws IOException, InterruptedException {
        Path rule = copy.resolve("resources/rule.yaml");
        Files.writeString(rule, Files.readString(rule).replace("issue-fix", "issue-fixx"));
        Outcome outcome = check();
        assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
        assertThat(outcome.said())
                .contains("rule.yaml: document 1 (AgentTriggerRule acme/claude-mention): $.spec.taskKind");
    }
}
