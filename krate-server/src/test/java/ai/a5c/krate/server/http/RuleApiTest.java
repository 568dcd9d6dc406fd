package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.store.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleApiTest {

    private static final String BASE = "/api/orgs/acme/agents";
    private static final String JSON = "application/json";
    private static final Path CAPTURE =
            Path.of("../krate-gitea-bridge/src/test/resources/gitea/captures/0006_issue_comment_created.json");

    private static final String EVENT = """
            {"event": {"source": "issue-comment", "type": "issue_comment.created", "repository": "acme/app",
             "trust": "trusted", "actor": {"login": "alice", "id": "2", "permission": "write"},
             "sha": "0123456789abcdef0123456789abcdef01234567",
             "workItem": {"kind": "issue", "number": 1, "title": "Crash on start"},
             "text": {"trigger": "@claude fix this", "triggerAuthorId": "2"}}}""";
    private static final String RULE = """
            metadata: { name: second }
            spec:
              sources: [issue-comment]
              agentStack: claude-fix
              taskKind: issue-fix
            """;

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new RuleRoutes(world.gate, world.desk, world.store, world.rehearsal, world.whatIf),
                    new RuleActionRoutes(world.gate, world.desk, world.rules),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs)),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");
    private String delivery = "";

    @BeforeEach
    void fill() throws IOException {
        world.secrets.with("acme", "model-provider", "api-key", "sk-the-value-itself-0123456789");
        for (String file : List.of("repository", "agent", "rule")) {
            String text = Files.readString(Path.of("../examples/quickstart/resources/" + file + ".yaml"));
            Documents.read(text).forEach(document -> world.desk.apply(document, "acme", Caller.SYSTEM));
        }
        delivery = receive("d-1");
        world.put(World.resource(
                "AgentTriggerExecution",
                "acme",
                "exec-1",
                Map.of(
                        "organizationRef", "acme",
                        "triggerRule", "claude-mention",
                        "sourceEvent", "event-1",
                        "decision", "rejected",
                        "recordDigest",
                                world.blobs
                                        .put("{\"kind\":\"TriggerDecision\"}".getBytes(StandardCharsets.UTF_8))
                                        .text(),
                        "reasons", List.of(Map.of("code", "UntrustedSource", "message", "a stranger asked"))),
                Map.of()));
    }

    private String receive(String id) throws IOException {
        Object body = Json.readObject(Files.readString(CAPTURE)).get("bodyRaw");
        return world.inbox
                .receive(Incoming.by("acme", "acme", "gitea")
                        .delivery(id, "issue_comment")
                        .headers(Map.of("x-gitea-event", "issue_comment"), "valid")
                        .body(String.valueOf(body).getBytes(StandardCharsets.UTF_8)))
                .delivery();
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /rules",
        "POST, /rules",
        "POST, /rules/dry-run",
        "POST, /rules/what-if",
        "GET,  /rules/claude-mention",
        "GET,  /rules/claude-mention/executions",
        "POST, /rules/claude-mention/dry-run",
        "POST, /rules/claude-mention/lifecycle",
        "POST, /rules/claude-mention/replay-delivery",
        "POST, /rules/claude-mention/materialize",
        "GET,  /runs/none/review-record",
        "GET,  /deliveries",
        "GET,  /deliveries/none",
        "GET,  /deliveries/none/body",
        "GET,  /executions/exec-1/record"
    })
    void nobodyIsAskedForATokenAndAForeignOrganizationIsAMissingOne(String method, String path) throws Exception {
        String body = method.equals("POST") ? EVENT : "";
        assertThat(nobody.send(method, BASE + path, JSON, body).status()).isEqualTo(401);
        Reply foreign = globex.send(method, BASE + path, JSON, body);
        Reply missing = globex.send(method, BASE.replace("acme", "missing") + path, JSON, body);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.error()).isEqualTo(missing.error()).contains("ORG_NOT_FOUND");
        Reply own = globex.send(method, BASE.replace("acme", "globex") + path, JSON, body);
        assertThat(own.body()).doesNotContain("claude-mention", "alice");
    }

    @ParameterizedTest
    @CsvSource({
        "/rules, 200",
        "/rules/claude-mention, 200",
        "/rules/claude-mention/executions, 200",
        "/deliveries, 200",
        "/executions/exec-1/record, 200",
        "/rules/none, 404",
        "/rules/none/executions, 404",
        "/deliveries/none, 404",
        "/executions/none/record, 404"
    })
    void whoeverMayReadSeesWhatThereIs(String path, int status) throws Exception {
        assertThat(reader.get(BASE + path).status()).isEqualTo(status);
        assertThat(reader.get("/api/agents" + path, "X-Krate-Org", "acme").status())
                .isEqualTo(status);
    }

    @Test
    void aRuleIsMadeByThoseWhoMayWriteOnly() throws Exception {
        Reply denied = reader.post(BASE + "/rules", "application/yaml", RULE);
        assertThat(denied.error()).startsWith("403 ").contains("POLICY_DENIED");
        Reply made = acme.post(BASE + "/rules", "application/yaml", RULE);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(acme.post(BASE + "/rules", "application/yaml", RULE).status())
                .isEqualTo(409);
        assertThat(acme.get(BASE + "/rules?state=draft").body())
                .contains("second")
                .doesNotContain("claude-mention");
    }

    @Test
    void whatARuleDecidedIsListedWithItsReasons() throws Exception {
        assertThat(reader.get(BASE + "/rules/claude-mention/executions").body())
                .contains("\"decision\":\"rejected\"", "a stranger asked");
    }

    @Test
    void aStoredRuleIsTriedOnAStoredDeliveryAnEventAPayloadAndAFixture() throws Exception {
        Reply onEvent = reader.post(BASE + "/rules/claude-mention/dry-run", JSON, EVENT);
        assertThat(onEvent.status()).as(onEvent.body()).isEqualTo(200);
        assertThat(onEvent.json()).containsEntry("outcome", "run").containsEntry("rule", "claude-mention");

        String payload = Json.write(Map.of(
                "payload",
                String.valueOf(Json.readObject(Files.readString(CAPTURE)).get("bodyRaw")),
                "eventType",
                "issue_comment",
                "permission",
                "write"));
        assertThat(reader.post(BASE + "/rules/claude-mention/dry-run", JSON, payload)
                        .json())
                .containsEntry("outcome", "run");

        String fixture = "{\"fixture\": \"comment-by-outsider\", \"repository\": \"acme/app\"}";
        assertThat(reader.post(BASE + "/rules/claude-mention/dry-run", JSON, fixture)
                        .json())
                .containsEntry("outcome", "ask");

        Reply stored =
                reader.post(BASE + "/rules/claude-mention/dry-run", JSON, "{\"delivery\": \"%s\"}".formatted(delivery));
        assertThat(stored.json()).as(stored.body()).containsEntry("outcome", "ask");
        assertThat(stored.body()).contains("the repository names no credential, so the forge cannot be asked");
    }

    @Test
    void anUnsavedRuleIsTried() throws Exception {
        Map<String, Object> body = new LinkedHashMap<>(Json.readObject(EVENT));
        body.put("rule", Documents.read(RULE).get(0));
        Reply reply = reader.post(BASE + "/rules/dry-run", JSON, Json.write(body));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("rule", "second").containsEntry("lifecycleState", "draft");
        assertThat(world.store.list(Query.of("AgentTriggerRule", "acme")).items())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /rules/claude-mention/dry-run | {}                                            | 422 | expected exactly one of delivery, payload, event, fixture
            /rules/claude-mention/dry-run | {"event": {"source": "mail"}}                 | 422 | $.event.source
            /rules/claude-mention/dry-run | {"delivery": "none"}                          | 404 | there is no such resource
            /rules/claude-mention/dry-run | {"delivery": 7}                               | 422 | $.delivery
            /rules/claude-mention/dry-run | {"fixture": "none", "repository": "acme/app"} | 422 | comment-by-outsider
            /rules/claude-mention/dry-run | {"payload": {}, "eventType": "x", "forge": "svn"} | 400 | no bridge reads deliveries of 'svn'
            /rules/claude-mention/dry-run | {"payload": {}, "eventType": "issue_comment", "permission": "all"} | 422 | $.permission
            /rules/claude-mention/dry-run | [                                             | 400 | INVALID_BODY
            /rules/none/dry-run           | {"delivery": "none"}                          | 404 | there is no such resource
            /rules/dry-run                | {"delivery": "none"}                          | 422 | $.rule
            /rules/dry-run                | {"rule": {"spec": {"sources": ["mail"]}}, "delivery": "none"} | 422 | $.rule.spec.sources
            /rules/dry-run                | {"rule": {"metadata": {"namespace": "globex"}}, "delivery": "none"} | 422 | expected 'acme', the organization's own
            /rules/claude-mention/lifecycle | {"action": "sleep"} | 403 | the token may only read
            /rules/claude-mention/replay-delivery | {"delivery": "none"} | 403 | the token may only read
            /rules/claude-mention/materialize | {"delivery": "none"} | 403 | the token may only read
            /rules/what-if                | {}                                            | 422 | $.documents
            /rules/what-if                | {"documents": [{"kind": "Organization"}]}     | 422 | $.documents[0]
            /rules/what-if                | {"removed": [{"kind": "AgentStack", "name": "x"}], "events": 2001} | 422 | from 1 to 2000
            """)
    void whatMakesNoSenseIsSaidWithItsPlace(String path, String body, int status, String said) throws Exception {
        Reply reply = reader.post(BASE + path, JSON, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /rules/claude-mention/lifecycle       | {"action": "sleep"}  | 422 | expected one of activate, pause, resume, disable, archive
            /rules/claude-mention/lifecycle       | {}                   | 422 | $.action
            /rules/claude-mention/lifecycle       | {"action": "resume", "x": 1} | 200 | "lifecycleState":"active"
            /rules/none/lifecycle                 | {"action": "pause"}  | 404 | there is no such resource
            /rules/claude-mention/replay-delivery | {"delivery": "none"} | 404 | there is no such resource
            /rules/claude-mention/replay-delivery | {}                   | 422 | $.delivery
            /rules/none/replay-delivery           | {"delivery": "none"} | 404 | there is no such resource
            /rules/claude-mention/materialize     | {"delivery": "none"} | 404 | there is no such resource
            /rules/none/materialize               | {"delivery": "none"} | 404 | there is no such resource
            """)
    void actionsSayWhatTheyCannotDo(String path, String body, int status, String said) throws Exception {
        Reply reply = acme.post(BASE + path, JSON, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(said);
    }

    @Test
    void aRuleIsPausedAndADeliveryDecidedAgain() throws Exception {
        String rule = BASE + "/rules/claude-mention";
        Reply replayed = acme.post(rule + "/replay-delivery", JSON, "{\"delivery\": \"%s\"}".formatted(delivery));
        assertThat(replayed.json()).as(replayed.body()).containsEntry("outcome", "decided");
        assertThat(replayed.body()).contains("\"decision\":\"awaiting-approval\"");
        Reply again = acme.post(rule + "/replay-delivery", JSON, "{\"delivery\": \"%s\"}".formatted(delivery));
        assertThat(again.json()).containsEntry("outcome", "decided-before");
        assertThat(again.json().get("execution")).isEqualTo(replayed.json().get("execution"));
        assertThat(acme.get(BASE + "/deliveries/" + delivery).json())
                .extractingByKey("outcome", InstanceOfAssertFactories.MAP)
                .extractingByKey("executions", InstanceOfAssertFactories.LIST)
                .containsExactly(again.json().get("execution"));

        Reply kept = acme.post(rule + "/materialize", JSON, "{\"delivery\": \"%s\"}".formatted(delivery));
        assertThat(kept.status()).as(kept.body()).isEqualTo(200);
        assertThat(kept.body()).contains("Issue/acme/");

        Reply paused = acme.post(rule + "/lifecycle", JSON, "{\"action\": \"pause\"}");
        assertThat(paused.body()).contains("\"lifecycleState\":\"paused\"");
        Reply refused = acme.post(rule + "/replay-delivery", JSON, "{\"delivery\": \"%s\"}".formatted(delivery));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("RULE_NOT_ACTIVE");
    }

    @Test
    void whatIsTooLargeIsRefusedUnread() throws Exception {
        for (String path : List.of(
                "/rules",
                "/rules/dry-run",
                "/rules/what-if",
                "/rules/claude-mention/dry-run",
                "/rules/claude-mention/lifecycle")) {
            assertThat(acme.oversized(BASE + path)).as(path).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void whatWouldHaveBeenIsComparedForWhoeverMayRead() throws Exception {
        Reply reply = reader.post(
                BASE + "/rules/what-if",
                JSON,
                "{\"removed\": [{\"kind\": \"AgentTriggerRule\", \"name\": \"claude-mention\"}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json())
                .containsEntry("events", 1)
                .containsEntry("guessed", 1)
                .containsEntry("summary", "would be decided differently 1 time");
    }

    @Test
    void deliveriesComeNewestFirstPageByPage() throws Exception {
        String second = receive("d-2");
        Reply first = reader.get(BASE + "/deliveries?limit=1");
        assertThat(first.body()).contains(second).doesNotContain(delivery);
        Reply next =
                reader.get(BASE + "/deliveries?limit=1&continue=" + first.json().get("next"));
        assertThat(next.body()).contains(delivery).doesNotContain(second);
        assertThat(reader.get(BASE + "/deliveries?continue=later").status()).isEqualTo(400);
    }

    @Test
    void aDeliverySaysWhatCameOfItAndItsBodyIsForThoseWhoMayWrite() throws Exception {
        Reply shown = reader.get(BASE + "/deliveries/" + delivery);
        assertThat(shown.json()).containsKeys("spec", "status", "outcome");
        assertThat(shown.body()).doesNotContain("It crashes");
        assertThat(reader.get(BASE + "/deliveries/" + delivery + "/body").error())
                .startsWith("403 ")
                .contains("POLICY_DENIED");
        Reply body = acme.get(BASE + "/deliveries/" + delivery + "/body");
        assertThat(body.status()).isEqualTo(200);
        assertThat(body.body()).contains("It crashes");
        assertThat(body.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"%s.json\"".formatted(delivery));
    }

    @Test
    void theRecordOfADecisionIsGivenAsItIsStored() throws Exception {
        assertThat(reader.get(BASE + "/executions/exec-1/record").body()).isEqualTo("{\"kind\":\"TriggerDecision\"}");
    }
}
