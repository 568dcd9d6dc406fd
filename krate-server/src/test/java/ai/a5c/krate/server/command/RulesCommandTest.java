package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.DeliveryRoutes;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.server.http.RuleActionRoutes;
import ai.a5c.krate.server.http.RuleRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

    private static final String EXAMPLE = "../examples/gitops-ci/";
    private static final Path CAPTURE =
            Path.of("../krate-gitea-bridge/src/test/resources/gitea/captures/0006_issue_comment_created.json");

    @TempDir
    Path directory;

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new RuleRoutes(world.gate, world.desk, world.store, world.rehearsal, world.whatIf),
                    new RuleActionRoutes(world.gate, world.desk, world.rules),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs)),
            (code, message, correlationId) -> "");
    private final Typed typed = new Typed("http://127.0.0.1:" + server.port(), world.acme);
    private String delivery = "";

    @BeforeEach
    void fill() throws IOException {
        world.secrets.with("acme", "model-provider", "api-key", "sk-the-value-itself-0123456789");
        for (String file : List.of("repository", "agent", "rule")) {
            Documents.read(Files.readString(Path.of(EXAMPLE, "resources", file + ".yaml")))
                    .forEach(document -> world.desk.apply(document, "acme", Caller.SYSTEM));
        }
        Object body = Json.readObject(Files.readString(CAPTURE)).get("bodyRaw");
        delivery = world.inbox
                .receive(Incoming.by("acme", "acme", "gitea")
                        .delivery("d-1", "issue_comment")
                        .headers(Map.of("x-gitea-event", "issue_comment"), "valid")
                        .body(String.valueOf(body).getBytes(StandardCharsets.UTF_8)))
                .delivery();
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void rulesAndDeliveriesAreListedAndShown() {
        assertThat(typed.krate("rules", "list")).as(typed.err()).isZero();
        assertThat(typed.out()).contains("claude-mention", "active");
        assertThat(typed.krate("rules", "show", "claude-mention")).isZero();
        assertThat(typed.out()).contains("kind: AgentTriggerRule", "EXECUTION");
        assertThat(typed.krate("deliveries", "list")).isZero();
        assertThat(typed.out()).contains(delivery, "issue_comment");
        assertThat(typed.krate("deliveries", "show", delivery)).isZero();
        assertThat(typed.out()).contains("outcome:");
    }

    @Test
    void aRuleIsTriedOnADeliveryAnEventAndAFixture() {
        assertThat(typed.krate("rules", "dry-run", "claude-mention", "--event", EXAMPLE + "tests/maintainer-asks.json"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).startsWith("claude-mention run: a run of stack 'claude-fix' starts\n");
        assertThat(typed.krate("rules", "dry-run", "claude-mention", "--delivery", delivery, "-o", "json"))
                .isEqualTo(1);
        assertThat(Json.readObject(typed.out())).containsEntry("outcome", "ask");
        assertThat(typed.krate(
                        "rules",
                        "dry-run",
                        "-f",
                        EXAMPLE + "resources/rule.yaml",
                        "--fixture",
                        "comment",
                        "--repository",
                        "acme/app"))
                .as(typed.out() + typed.err())
                .isZero();
        assertThat(typed.krate("rules", "dry-run", "claude-mention")).isEqualTo(2);
        assertThat(typed.krate("rules", "dry-run", "--delivery", delivery)).isEqualTo(2);
    }

    @Test
    void aChangeIsTriedOnThePast() throws IOException {
        Path rule = directory.resolve("rule.yaml");
        Files.writeString(
                rule,
                Files.readString(Path.of(EXAMPLE, "resources/rule.yaml"))
                        .replace("untrusted: ask", "untrusted: ignore"));
        assertThat(typed.krate("rules", "what-if", "-f", rule.toString()))
                .as(typed.err())
                .isZero();
        assertThat(typed.out())
                .startsWith("would be decided differently 1 time\n")
                .contains("ask", "rejected");
    }

    @Test
    void aRuleIsMovedAndADeliveryReplayed() {
        assertThat(typed.krate("rules", "replay", "claude-mention", delivery))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).startsWith("decided exec-").contains("awaiting-approval");
        assertThat(typed.krate("rules", "pause", "claude-mention")).isZero();
        assertThat(typed.out()).isEqualTo("claude-mention paused\n");
        assertThat(typed.krate("rules", "replay", "claude-mention", delivery)).isEqualTo(1);
        assertThat(typed.krate("rules", "resume", "claude-mention")).isZero();
        assertThat(typed.krate("rules", "disable", "claude-mention")).isZero();
        assertThat(typed.krate("rules", "archive", "claude-mention")).isZero();
        assertThat(typed.out()).isEqualTo("claude-mention archived\n");
        assertThat(typed.krate("rules", "activate", "claude-mention")).isEqualTo(1);
    }

    @Test
    void theRecordOfADecisionIsFetchedAndMadeAgain() {
        typed.krate("rules", "replay", "claude-mention", delivery);
        String execution = typed.out().split(" ", -1)[1];
        assertThat(typed.krate("decide", "--execution", execution))
                .as(typed.out() + typed.err())
                .isZero();
        assertThat(typed.out()).isEqualTo("the same decision: awaiting-approval\n");
        assertThat(typed.krate("decide", "--execution", "none")).isEqualTo(2);
    }
}
