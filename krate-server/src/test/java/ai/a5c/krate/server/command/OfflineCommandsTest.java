package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.server.http.PermissionRoutes;
import ai.a5c.krate.server.http.RuleRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {

    private static final String EXAMPLE = "../examples/gitops-ci/";
    private static final String RESOURCES = EXAMPLE + "resources";
    private static final String SECRETS = EXAMPLE + "tests/secrets.yaml";
    private static final String CAPTURE =
            "../krate-gitea-bridge/src/test/resources/gitea/captures/0006_issue_comment_created.json";

    @TempDir
    Path directory;

    /** Nobody listens there: the commands ask no server. */
    private final Typed typed = new Typed("http://127.0.0.1:1", "krt_environment");

    private int review(String request, String... more) {
        return krate(List.of("review", "-f", RESOURCES, "--secrets", SECRETS, "--request", request), more);
    }

    private int test(String event, String... more) {
        return krate(List.of("rules", "test", "-f", RESOURCES, "--secrets", SECRETS, "--event", event), more);
    }

    private int krate(List<String> first, String... more) {
        return typed.krate(Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void whatIsAllowedEndsWithZeroAndWhatIsDeniedWithOne() {
        assertThat(review(EXAMPLE + "tests/fix-on-main.yaml")).as(typed.err()).isZero();
        assertThat(typed.out()).startsWith("allowed: stack claude-fix\n");
        assertThat(review(EXAMPLE + "tests/fix-elsewhere.yaml")).isEqualTo(1);
        assertThat(typed.out()).startsWith("denied: stack claude-fix\n").contains("FIXABLE BY");
    }

    @Test
    void aSecretThatNoFileNamesIsMissing() {
        assertThat(typed.krate("review", "-f", RESOURCES, "--request", EXAMPLE + "tests/fix-on-main.yaml"))
                .isEqualTo(1);
        assertThat(typed.out()).contains("SecretMissing");
    }

    @Test
    void aRuleThatStartsWorkEndsWithZeroAndOneThatAsksWithOneUnlessAllowed() {
        assertThat(test(EXAMPLE + "tests/maintainer-asks.json")).as(typed.err()).isZero();
        assertThat(typed.out()).startsWith("claude-mention run: a run of stack 'claude-fix' starts\n");
        assertThat(test(EXAMPLE + "tests/outsider-asks.json")).isEqualTo(1);
        assertThat(test(EXAMPLE + "tests/outsider-asks.json", "--allow-approval"))
                .isZero();
    }

    @Test
    void aDeliveryIsReadByTheBridgeWithThePermissionThatIsGiven() {
        assertThat(test(CAPTURE, "--permission", "write"))
                .as(typed.out() + typed.err())
                .isZero();
        assertThat(test(CAPTURE, "--permission", "read", "-o", "json")).isEqualTo(1);
        assertThat(Json.readObject(typed.out())).containsEntry("outcome", "ask");
        assertThat(test(CAPTURE)).isEqualTo(1);
    }

    @Test
    void wrongInputEndsWithTwoAndNamesFileDocumentAndPath() throws IOException {
        Path bad = Files.writeString(directory.resolve("event.json"), "{\"source\": \"mail\"}");
        assertThat(test(bad.toString())).isEqualTo(2);
        assertThat(typed.err()).contains(bad + ": $.event.source: expected one of");

        Path rule = directory.resolve("rule.yaml");
        Files.writeString(
                rule,
                Files.readString(Path.of(RESOURCES, "rule.yaml")).replace("taskKind: issue-fix", "taskKind: fixing"));
        assertThat(typed.krate("rules", "test", "-f", directory.toString(), "--event", bad.toString()))
                .isEqualTo(2);
        assertThat(typed.err())
                .contains(
                        rule
                                + ": document 1 (AgentTriggerRule acme/claude-mention): $.spec.taskKind: unknown value 'fixing'");

        assertThat(review("none.yaml")).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: there is no file none.yaml\n");
        assertThat(typed.krate("review", "-f", RESOURCES)).isEqualTo(2);
    }

    @Test
    void aRuleIsTriedOnWhatAJenkinsReports() throws IOException {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        for (String file : List.of("quickstart/resources/organization.yaml", "quickstart/resources/repository.yaml")) {
            Files.copy(
                    Path.of("../examples", file),
                    resources.resolve(Path.of(file).getFileName()));
        }
        for (String file : List.of("agent.yaml", "rule.yaml", "subscription.yaml")) {
            Files.copy(Path.of("../examples/jenkins/resources", file), resources.resolve(file));
        }
        String report = Files.readString(Path.of("../krate-core/src/test/resources/jenkins/pipeline.json"));
        Path event = directory.resolve("report.json");
        Files.writeString(event, report.replace("https://git.example/", "https://gitea.example.com/"));
        List<String> words = List.of("rules", "test", "-f", resources.toString(), "--secrets", SECRETS, "--forge");
        List<String> what = List.of("jenkins", "--event-type", "build", "--event", event.toString());
        List<String> all = Stream.concat(words.stream(), what.stream()).toList();
        assertThat(krate(all, "--permission", "write"))
                .as(typed.out() + typed.err())
                .isZero();
        assertThat(typed.out()).startsWith("red-build run: a run of stack 'build-mender' starts\n");
        assertThat(krate(all)).as("nobody has looked at the code").isEqualTo(1);
    }

    @Test
    void aLinkOutOfTheDirectoryIsNotFollowed() throws IOException {
        Path outside = Files.writeString(directory.resolve("private.yaml"), "password: hunter2-hunter2");
        Path inside = Files.createDirectory(directory.resolve("resources"));
        Path link = Files.createSymbolicLink(inside.resolve("rule.yaml"), outside);
        assertThat(typed.krate(
                        "rules", "test", "-f", inside.toString(), "--event", EXAMPLE + "tests/maintainer-asks.json"))
                .isEqualTo(2);
        assertThat(typed.err())
                .isEqualTo("krate: %s is a link to a file outside the directory; put a copy there\n".formatted(link));
    }

    @Test
    void aReferenceToNothingIsFoundAsApplyFindsIt() throws IOException {
        Path rule = directory.resolve("rule.yaml");
        Files.copy(Path.of(RESOURCES, "rule.yaml"), rule);
        assertThat(typed.krate(
                        "rules", "test", "-f", directory.toString(), "--event", EXAMPLE + "tests/maintainer-asks.json"))
                .isEqualTo(2);
        assertThat(typed.err()).contains(rule + ", document 1 (AgentTriggerRule claude-mention): $.spec.agentStack: ");
    }

    @Test
    void aValueAmongTheSecretsIsRefused() throws IOException {
        Path secrets = Files.writeString(
                directory.resolve("secrets.yaml"), "secrets: [{ name: a, keys: [b], value: hunter2hunter2 }]");
        assertThat(typed.krate(
                        "review",
                        "-f",
                        RESOURCES,
                        "--secrets",
                        secrets.toString(),
                        "--request",
                        EXAMPLE + "tests/fix-on-main.yaml"))
                .isEqualTo(2);
        assertThat(typed.err()).contains("never write a value here").doesNotContain("hunter2");
    }

    @Test
    void theAnswersAreThoseOfAServerByteForByte() throws Exception {
        try (World world = new World()) {
            world.secrets.with("acme", "model-provider", "api-key", "sk-the-value-itself-0123456789");
            for (String file : List.of("repository", "agent", "rule")) {
                Documents.read(Files.readString(Path.of(RESOURCES, file + ".yaml")))
                        .forEach(document -> world.desk.apply(document, "acme", Caller.SYSTEM));
            }
            HttpServer server = HttpServer.start(
                    "127.0.0.1",
                    0,
                    List.of(
                            new PermissionRoutes(world.gate, world.desk, world.reviews),
                            new RuleRoutes(world.gate, world.desk, world.store, world.rehearsal, world.whatIf)),
                    (code, message, correlationId) -> "");
            try {
                Client client = new Client(server.port(), world.acmeReader);
                String event = Files.readString(Path.of(EXAMPLE, "tests/maintainer-asks.json"));
                String online = client.post(
                                "/api/orgs/acme/agents/rules/claude-mention/dry-run",
                                "application/json",
                                Json.write(Map.of("event", Json.readObject(event))))
                        .body();
                test(EXAMPLE + "tests/maintainer-asks.json", "-o", "json");
                assertThat(typed.out()).isEqualTo(online + "\n").contains("\"outcome\":\"run\"");

                String request = Files.readString(Path.of(EXAMPLE, "tests/fix-elsewhere.yaml"));
                String reviewed = client.post(
                                "/api/orgs/acme/agents/permissions/review",
                                "application/json",
                                Json.write(Documents.read(request).get(0)))
                        .body();
                review(EXAMPLE + "tests/fix-elsewhere.yaml", "-o", "json");
                assertThat(typed.out()).isEqualTo(reviewed + "\n").contains("\"decision\":\"denied\"");
            } finally {
                server.close();
            }
        }
    }
}
