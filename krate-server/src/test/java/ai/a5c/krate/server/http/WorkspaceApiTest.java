package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.server.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceApiTest {

    private static final String BASE = "/api/orgs/acme/agents/workspaces";
    private static final String JSON = "application/json";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new WorkspaceRoutes(world.gate, world.desk, world.workspaces)),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");
    private String name = "";

    @BeforeEach
    void fill() throws Exception {
        world.put(World.resource(
                "Repository",
                "acme",
                "app",
                Map.of(
                        "organizationRef",
                        "acme",
                        "cloneUrl",
                        "https://forge.example/acme/app.git",
                        "defaultBranch",
                        "main"),
                Map.of()));
        world.repositories.commitOnRemote("acme/app", "main", Map.of("a.txt", "one\n"));
        Client.Reply made = acme.post(BASE, JSON, "{\"repository\": \"app\"}");
        assertThat(made.status()).isEqualTo(201);
        name = text(made.json(), "metadata", "name");
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private static String text(Map<String, Object> tree, String... path) {
        Object at = tree;
        for (String part : path) {
            at = at instanceof Map<?, ?> map ? map.get(part) : "";
        }
        return String.valueOf(at);
    }

    private Client.Reply act(Client who, String body) throws Exception {
        return who.post(BASE + "/" + name + "/action", JSON, body);
    }

    private static String reason(Client.Reply reply) {
        Map<String, Object> error = Json.readObject(Json.write(reply.json().get("error")));
        return error.get("reasons") instanceof List<?> reasons && !reasons.isEmpty()
                ? text(Json.readObject(Json.write(reasons.get(0))), "code")
                : "";
    }

    @Test
    void aWorkspaceIsMadeShownAndListed() throws Exception {
        Client.Reply shown = reader.get(BASE + "/" + name);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(text(shown.json(), "status", "phase")).isEqualTo("provisioned");
        assertThat(shown.body()).contains("\"action\":\"archive\",\"allowed\":true");
        assertThat(shown.body()).contains("\"action\":\"recover\",\"allowed\":false");
        assertThat(shown.body()).contains("\"code\":\"NOT_LOST\"");
        assertThat(reader.get(BASE).body()).contains(name);
        assertThat(reader.get(BASE + "?phase=provisioned&repository=app").body())
                .contains(name);
        assertThat(reader.get(BASE + "?phase=lost").body()).doesNotContain(name);
        assertThat(acme.post(BASE, JSON, "{\"repository\": \"app\"}").json().get("metadata"))
                .as("made once")
                .isEqualTo(shown.json().get("metadata"));
    }

    @Test
    void anActionIsDoneAndSaysWhatItBecame() throws Exception {
        Client.Reply pinned = act(acme, "{\"action\": \"pin\"}");
        assertThat(pinned.status()).isEqualTo(200);
        assertThat(text(pinned.json(), "status", "pinned")).isEqualTo("true");
        assertThat(act(acme, "{\"action\": \"pin\"}").status())
                .as("it is so already")
                .isEqualTo(200);
        Client.Reply refused = act(acme, "{\"action\": \"cleanup\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(reason(refused)).isEqualTo("WORKSPACE_PINNED");
        Client.Reply stale = act(acme, "{\"action\": \"unpin\", \"expectedGeneration\": 0}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(text(stale.json(), "error", "code")).isEqualTo("STALE");
        assertThat(act(acme, "{\"action\": \"cleanup\", \"discard\": true}").body())
                .contains("\"phase\":\"removed\"");
        assertThat(act(acme, "{\"action\": \"provision\"}").body()).contains("\"phase\":\"provisioned\"");
        assertThat(act(acme, "{\"action\": \"note\", \"note\": \"mine\"}").body())
                .contains("\"note\":\"mine\"");
        assertThat(act(acme, "{\"action\": \"archive\"}").body()).contains("\"phase\":\"archived\"");
        assertThat(act(acme, "{\"action\": \"recover\"}").body()).contains("\"phase\":\"released\"");
        assertThat(act(acme, "{\"action\": \"rebase-start\"}").body()).contains("\"phase\":\"released\"");
    }

    /** The workspace as if a run had worked in it whose rule has the gate. */
    private void gate() {
        Map<String, Object> run = World.resource(
                "AgentDispatchRun",
                "acme",
                "run-1",
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "claude-fix",
                        "taskKind", "issue-fix",
                        "requester", Map.of("login", "ada", "id", "1"),
                        "approvalPolicy", Map.of("requireFor", List.of("rebase"))),
                Map.of("phase", "succeeded"));
        world.put(run);
        AgentWorkspace workspace =
                world.desk.get(AgentWorkspace.class, "acme", name).orElseThrow();
        world.put(ResourceCodec.write(workspace.with(workspace
                .status()
                .draft()
                .tenancy(new AgentWorkspace.Tenancy("", "run-1", "SUCCESS"))
                .build())));
    }

    @Test
    void whatAPersonMustApproveIsAcceptedAndSaysWhichApproval() throws Exception {
        gate();
        assertThat(acme.get(BASE + "/" + name).body())
                .contains("\"action\":\"rebase-start\",\"allowed\":true,\"allowedDiscarding\":true,"
                        + "\"needsApproval\":true");
        Client.Reply waits = act(acme, "{\"action\": \"rebase-start\"}");
        assertThat(waits.status()).isEqualTo(202);
        assertThat(text(waits.json(), "status", "phase")).isEqualTo("provisioned");
        String approval = text(waits.json(), "status", "request", "approval");
        assertThat(act(acme, "{\"action\": \"rebase-start\"}").status())
                .as("asked again")
                .isEqualTo(202);
        assertThat(world.desk.get(AgentApproval.class, "acme", approval))
                .get()
                .extracting(one -> one.spec().requestedBy(), one -> one.spec().dispatchRun())
                .containsExactly("acme-writer", "run-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"action\": \"explode\"}",
                "{\"action\": 7}",
                "{\"action\": \"pin\", \"force\": true}",
                "{\"action\": \"cleanup\", \"discard\": \"yes\"}",
                "{\"action\": \"pin\", \"expectedGeneration\": 1.5}",
                "{\"action\": \"link\", \"workItem\": \"7\"}",
                "{\"action\": \"rebase-auto-resolve\", \"keep\": \"mine\"}"
            })
    void aBadRequestIsToldWhatIsWrong(String body) throws Exception {
        Client.Reply reply = act(acme, body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).contains("\"field\":\"$.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"repository\": \"gone\"}",
                "{\"repository\": \"app\", \"ref\": \"gone\"}",
                "{\"repository\": \"app\", \"workspacePolicyRef\": \"gone\"}",
                "{\"repository\": \"app\", \"path\": \"/etc\"}",
                "{\"repository\": \"../app\"}"
            })
    void whatCannotBeProvisionedIsToldWhy(String body) throws Exception {
        assertThat(acme.post(BASE, JSON, body).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "POST, ''", "GET, /NAME", "POST, /NAME/action"})
    void whoMayNotIsNotLetIn(String method, String path) throws Exception {
        String place = BASE + path.replace("NAME", name);
        String body = path.isEmpty() ? "{\"repository\": \"app\"}" : "{\"action\": \"pin\"}";
        assertThat(ask(nobody, method, place, body)).isEqualTo(401);
        assertThat(ask(globex, method, place, body))
                .as("as if there were no such organization")
                .isEqualTo(404);
        assertThat(ask(reader, method, place, body)).isEqualTo(method.equals("GET") ? 200 : 403);
    }

    private static int ask(Client who, String method, String place, String body) throws Exception {
        return method.equals("GET")
                ? who.get(place).status()
                : who.post(place, JSON, body).status();
    }

    @Test
    void aForeignWorkspaceAndAMissingOneAnswerAlike() throws Exception {
        String place = "/api/orgs/globex/agents/workspaces/";
        assertThat(globex.get(place + name).error())
                .isEqualTo(globex.get(place + "gone").error());
        assertThat(globex.post(place + name + "/action", JSON, "{\"action\": \"pin\"}")
                        .error())
                .isEqualTo(globex.post(place + "gone/action", JSON, "{\"action\": \"pin\"}")
                        .error())
                .startsWith("404");
    }
}
