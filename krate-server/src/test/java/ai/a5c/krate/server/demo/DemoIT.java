package ai.a5c.krate.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.command.KrateCommand;
import ai.a5c.krate.server.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo as a person starts it, on real captured deliveries. */
class DemoIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path CAPTURES = HOME.resolve("krate-gitea-bridge/src/test/resources/gitea/captures");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void home() {
        System.setProperty("krate.home", HOME.toString());
    }

    @Test
    void aMentionEndsAsAPushedBranchAndACommentAndAVerifiedAudit() {
        assertThat(demo("--yes", "--json")).isZero();
        assertThat(answer())
                .containsEntry("decision", "created")
                .containsEntry("phase", "succeeded")
                .containsEntry("auditVerified", true)
                .containsKeys("run", "artifacts", "approval", "comment", "auditLength");
        assertThat(String.valueOf(answer().get("branch"))).startsWith("krate/run-");
        assertThat(String.valueOf(answer().get("commit"))).matches("[0-9a-f]{40}");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("write-back  branch-push is written");
    }

    @ParameterizedTest
    @CsvSource({
        "0002_issues_opened.json, awaiting-approval, UntrustedSource",
        "0007_issue_comment_created.json, unmatched, NoMatch",
        "0008_issue_comment_created.json, suppressed, OwnEcho",
        "0023_push.json, unmatched, NoMatch",
        "0083_issue_comment_edited.json, suppressed, EditedByOther"
    })
    void whatMakesNoRunSaysWhy(String capture, String decision, String code) {
        assertThat(demo(
                        "--json",
                        "--yes",
                        "--delivery",
                        CAPTURES.resolve(capture).toString()))
                .isZero();
        assertThat(answer()).containsEntry("decision", decision).doesNotContainKey("run");
        assertThat(String.valueOf(answer().get("reasons"))).contains(code);
    }

    @Test
    void aCommitThatTheRepositoryLacksEndsTheRunWithThatReason() {
        Path capture = CAPTURES.resolve("0026_pull_request_opened.json");
        assertThat(demo("--json", "--yes", "--delivery", capture.toString())).isEqualTo(1);
        assertThat(answer()).containsEntry("phase", "failed");
        assertThat(String.valueOf(answer().get("reason"))).contains("CommitNotFound");
    }

    @Test
    void anAlteredBodyIsRefusedForItsSignature(@TempDir Path directory) throws IOException {
        Path altered = directory.resolve("altered.json");
        String capture = Files.readString(CAPTURES.resolve("0006_issue_comment_created.json"));
        Files.writeString(altered, capture.replace("@claude fix this", "@claude fix that"));
        assertThat(demo("--json", "--yes", "--delivery", altered.toString())).isEqualTo(2);
        assertThat(answer()).containsEntry("code", "SIGNATURE");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the server refused the delivery with 401");
    }

    private int demo(String... options) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return KrateCommand.run(
                terminal, (settings, screen) -> 0, Map.of("demo", new DemoCommand(terminal)), arguments);
    }

    private Map<String, Object> answer() {
        String text = out.toString(StandardCharsets.UTF_8).strip();
        assertThat(text.lines()).as("one line of JSON").hasSize(1);
        return Json.readObject(text);
    }
}
