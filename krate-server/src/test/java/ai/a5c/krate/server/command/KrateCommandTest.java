package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.ApprovalRoutes;
import ai.a5c.krate.server.http.DocumentRoutes;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.server.http.OrganizationRoutes;
import ai.a5c.krate.server.http.RecordRoutes;
import ai.a5c.krate.server.http.RunRoutes;
import ai.a5c.krate.server.http.SummaryRoutes;
import ai.a5c.krate.server.http.TokenRoutes;
import ai.a5c.krate.server.http.TranscriptRoutes;
import ai.a5c.krate.server.kubernetes.KubernetesRoutes;
import ai.a5c.krate.server.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KrateCommandTest {

    private static final String POOL = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: local }
            spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
            """;

    @TempDir
    Path home;

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                    new TranscriptRoutes(world.gate, world.desk, world.store),
                    new ApprovalRoutes(world.gate, world.desk, world.approvals),
                    new RecordRoutes(world.gate, world.audit),
                    new SummaryRoutes(world.gate, world.store, InstantSource.system()),
                    new TokenRoutes(world.gate, world.tokens),
                    new OrganizationRoutes(world.gate),
                    new KubernetesRoutes(world.gate, world.desk, world.store, world.live),
                    new DocumentRoutes(world.gate, world.desk)),
            (code, message, correlationId) -> "");
    private final List<Settings> served = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";

    KrateCommandTest() {
        environment.put("KRATE_SERVER", "http://127.0.0.1:" + server.port());
        environment.put("KRATE_TOKEN", world.acme);
        environment.put("KRATE_ORG", "acme");
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private int krate(String... arguments) {
        out.reset();
        err.reset();
        environment.put("HOME", home.toString());
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        ServerStarter starter = (settings, console) -> {
            served.add(settings);
            return 0;
        };
        return KrateCommand.run(terminal, starter, Map.of(), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsAppliedIsShownAndDeleted() {
        input = POOL;
        assertThat(krate("apply", "-f", "-")).as(err()).isZero();
        assertThat(out()).isEqualTo("RunnerPool/acme/local created\n");
        assertThat(krate("get", "runnerpools")).isZero();
        assertThat(out()).startsWith("NAME").contains("\nlocal");
        assertThat(krate("get", "RunnerPool", "local", "-o", "yaml")).isZero();
        assertThat(out()).contains("maxReplicas: 2");
        assertThat(krate("delete", "RunnerPool", "local")).isZero();
        assertThat(krate("get", "RunnerPool", "local")).isEqualTo(1);
        assertThat(err()).containsPattern("krate: .*(no such resource|not found) \\((NOT_FOUND|NotFound)\\)\n");
    }

    @Test
    void aTranscriptIsPrintedWholeAndSteersNoTerminal() {
        world.run("run-1", "succeeded");
        for (int i = 1; i <= 1_001; i++) {
            world.event("run-1", "message", "no " + i + "\u001b]0;title\u0007");
        }

        assertThat(krate("transcript", "run-1")).as(err()).isZero();
        assertThat(out())
                .contains("no 1\u241b]0;title\u2407\n", "no 1001\u241b")
                .doesNotContain("\u001b", "\u0007");
        assertThat(krate("transcript", "run-1", "--format", "json", "--after", "1000"))
                .isZero();
        assertThat(out()).startsWith("{\"run\":\"run-1\",\"first\":1001,").doesNotContain("\u001b");
        assertThat(krate("transcript", "run-2")).isEqualTo(1);
        assertThat(krate("transcript", "run-1", "--format", "pdf")).isEqualTo(1);
        assertThat(err()).contains("format must be json or markdown");
    }

    @Test
    void aFaultIsShownWithItsPath() {
        input = POOL.replace("runtime:", "runtyme:");
        assertThat(krate("apply", "-f", "-")).isEqualTo(1);
        assertThat(err()).contains("$.spec.runtyme").contains("did you mean 'runtime'");
    }

    @Test
    void runsAndApprovalsAreListedAndDecided() {
        world.run("run-1", "running");
        assertThat(krate("runs", "list")).isZero();
        assertThat(out()).contains("run-1  running         claude-fix");
        assertThat(krate("runs", "cancel", "run-1")).isZero();
        assertThat(out()).isEqualTo("run-1 cancelled\n");
        world.put(World.resource(
                "AgentApproval",
                "acme",
                "approval-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "bindingDigest",
                        "sha256:" + "1".repeat(64)),
                Map.of("phase", "pending")));
        assertThat(krate("approvals", "list")).isZero();
        assertThat(out()).contains("approval-1");
        assertThat(krate("approvals", "show", "approval-1")).isZero();
        assertThat(out()).contains("action: write-back", "bindingDigest: sha256:" + "1".repeat(64));
        assertThat(krate("approvals", "deny", "approval-1", "--binding-digest", "sha256:" + "2".repeat(64)))
                .as("something else was seen")
                .isEqualTo(1);
        assertThat(err()).contains("what would happen has changed since it was shown", "(STALE)");
        assertThat(krate("approvals", "deny", "approval-1", "--comment", "no")).isZero();
        assertThat(out()).isEqualTo("approval-1 denied\n");
        assertThat(krate("approvals", "approve", "approval-1")).isEqualTo(1);
        assertThat(krate("audit", "verify")).isZero();
        assertThat(out()).isEqualTo("intact: 2 sealed records\n");
    }

    @Test
    void onlyAnAdministratorIssuesTokens() {
        assertThat(krate("token", "create", "ci")).isEqualTo(1);
        assertThat(err()).contains("POLICY_DENIED");
        environment.put("KRATE_TOKEN", world.administrator);
        assertThat(krate("token", "create", "ci", "--read-only", "--days", "30"))
                .isZero();
        assertThat(out()).matches("krt_[A-Za-z0-9_-]{43}\n");
        assertThat(world.tokens.authenticate(out().strip()).orElseThrow().write())
                .isFalse();
        assertThat(krate("token", "list")).isZero();
        assertThat(out()).contains("ci").doesNotContain("krt_");
    }

    @Test
    void secretsComeFromTheInputAndAreNeverShown() throws IOException {
        input = "hunter2-hunter2\n";
        String data = home.resolve("data").toString();
        assertThat(krate("secret", "set", "--data", data, "acme", "gitea-bot", "token"))
                .isZero();
        assertThat(out() + err()).doesNotContain("hunter2").contains("acme/gitea-bot key token is set");
        assertThat(krate("secret", "list", "--data", data)).isZero();
        assertThat(out()).contains("gitea-bot").doesNotContain("hunter2");
        input = "";
        assertThat(krate("secret", "set", "--data", data, "acme", "gitea-bot", "token"))
                .isEqualTo(1);
    }

    @Test
    void theTokenFileMustBeOnesOwn() throws IOException {
        environment.remove("KRATE_TOKEN");
        assertThat(krate("runs", "list")).isEqualTo(1);
        assertThat(err()).isEqualTo("krate: no token; set KRATE_TOKEN or write it to ~/.config/krate/token\n");
        Path file = home.resolve(".config/krate/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, world.acme + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(krate("runs", "list")).isEqualTo(1);
        assertThat(err()).contains("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(krate("runs", "list")).isZero();
    }

    @Test
    void aServerIsStartedWithItsSettings() {
        environment.remove("KRATE_SERVER");
        assertThat(krate("serve", "--port", "0", "--data", "here")).isZero();
        assertThat(served).singleElement().extracting(Settings::port).isEqualTo(0);
        assertThat(krate("serve", "--port", "many")).isEqualTo(1);
        assertThat(err()).isEqualTo("krate: the setting 'port' must be a number from 0 to 65535, got 'many'\n");
    }

    @Test
    void whatMakesNoSenseIsExitCodeTwo() {
        assertThat(krate("aply")).isEqualTo(2);
        assertThat(err()).contains("apply");
        assertThat(krate()).isEqualTo(2);
        assertThat(krate("get", "nonsense")).isEqualTo(1);
        assertThat(krate("version")).isZero();
        assertThat(out()).matches("krate .* on Java [0-9]+\n");
    }

    @Test
    void noServerIsAPlainMessage() {
        environment.put("KRATE_SERVER", "http://127.0.0.1:1");
        assertThat(krate("runs", "list")).isEqualTo(1);
        assertThat(err()).isEqualTo("krate: no server answers at http://127.0.0.1:1; is it running? (krate serve)\n");
    }
}
