package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.DispatchRoutes;
import ai.a5c.krate.server.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchCommandTest {

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new DispatchRoutes(world.gate, world.dispatch)),
            (code, message, correlationId) -> "");
    private final Typed typed = new Typed("http://127.0.0.1:" + server.port(), world.administrator);

    @BeforeEach
    void fill() throws IOException {
        world.repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "# App\n"));
        world.secrets.with("acme", "model-provider", "api-key", "sk-the-value-itself-0123456789");
        for (String file : List.of("repository", "agent")) {
            Documents.read(Files.readString(Path.of("../examples/quickstart/resources", file + ".yaml")))
                    .forEach(document -> world.desk.apply(document, "acme", Caller.SYSTEM));
        }
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void aRunIsDispatchedAndSaysItsNameAndPhase() {
        typed.input = "Explain the README.";
        assertThat(typed.krate(
                        "dispatch",
                        "--stack",
                        "claude-fix",
                        "--repository",
                        "acme/app",
                        "--task",
                        "question",
                        "--prompt",
                        "-",
                        "--file",
                        "README.md",
                        "--work-item",
                        "issue/7",
                        "--request-id",
                        "r-1"))
                .as(typed.err())
                .isZero();
        String first = typed.out();
        assertThat(first).matches("run-[0-9a-z]+-[0-9a-f]{8} queued\n");
        typed.krate(
                "dispatch",
                "--stack",
                "claude-fix",
                "--repository",
                "acme/app",
                "--task",
                "question",
                "--prompt",
                "Other.",
                "--request-id",
                "r-1");
        assertThat(typed.err()).contains("something else was asked for under this request id", "(KEY_REUSED)");
    }

    @Test
    void aDryRunSaysWhatWouldComeOfIt() {
        String[] words = {
            "dispatch",
            "--stack",
            "claude-fix",
            "--repository",
            "app",
            "--task",
            "question",
            "--prompt",
            "Why?",
            "--dry-run"
        };
        assertThat(typed.krate(words)).as(typed.err()).isZero();
        assertThat(typed.out())
                .startsWith("queued: claude-fix at ")
                .contains("TRUST")
                .contains("is an administrator");
        world.secrets.without("acme", "model-provider", "api-key");
        assertThat(typed.krate(words)).isEqualTo(1);
        assertThat(typed.out()).startsWith("denied: claude-fix at ").contains("SecretMissing: there is no secret");
    }

    @Test
    void aDenialSaysEveryReason() {
        assertThat(typed.krate(
                        "dispatch",
                        "--stack",
                        "claude-fix",
                        "--repository",
                        "app",
                        "--task",
                        "question",
                        "--prompt",
                        "Why?",
                        "--label",
                        "none"))
                .isEqualTo(1);
        assertThat(typed.err())
                .contains("the permission review denies it; nothing was dispatched (POLICY_DENIED)")
                .contains("there is no context label 'none'");
        assertThat(typed.krate("dispatch", "--stack", "claude-fix", "--repository", "app", "--prompt", "Why?"))
                .isEqualTo(2);
    }
}
