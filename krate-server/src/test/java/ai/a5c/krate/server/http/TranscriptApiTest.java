package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TranscriptApiTest {

    private static final String RUN = "/api/orgs/acme/agents/runs/run-1/transcript";
    private static final String SESSIONS = "/api/orgs/acme/agents/sessions";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new TranscriptRoutes(world.gate, world.desk, world.store)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");

    @BeforeEach
    void say() {
        world.run("run-1", "running");
        for (int i = 1; i <= 10; i++) {
            world.event("run-1", "message", Map.of("text", "no " + i, "turn", "1", "attempt", "1", "costUsd", "0.5"));
        }
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void aTranscriptIsReadInWindows() throws Exception {
        assertThat(texts(RUN + "?limit=3")).containsExactly("no 1", "no 2", "no 3");
        assertThat(texts(RUN + "?limit=3&after=3")).containsExactly("no 4", "no 5", "no 6");
        assertThat(texts(RUN + "?limit=3&before=4")).containsExactly("no 1", "no 2", "no 3");
        assertThat(texts(RUN + "?limit=3&around=5")).containsExactly("no 4", "no 5", "no 6");
        assertThat(texts(RUN + "?limit=3&last=true")).containsExactly("no 8", "no 9", "no 10");
        assertThat(texts(RUN)).hasSize(10);
    }

    @Test
    void aWindowSaysWhereItIsAndWhatItsTurnsCost() throws Exception {
        Reply middle = reader.get(RUN + "?limit=3&after=3");

        assertThat(middle.json())
                .containsEntry("run", "run-1")
                .containsEntry("first", 4)
                .containsEntry("last", 6)
                .containsEntry("end", 10)
                .containsEntry("next", "6");
        assertThat(String.valueOf(middle.json().get("turns")))
                .startsWith("[{attempt=1, turn=1, first=4, last=6,")
                .endsWith("costUsd=1.5, tokens=0}]");
        assertThat(acme.get(RUN + "?after=9").json()).containsEntry("next", "");
        assertThat(acme.get(RUN + "?after=99").json()).containsEntry("next", "").containsEntry("items", List.of());
    }

    @Test
    void aTranscriptIsExportedAsMarkdownThatDoesNothing() throws Exception {
        world.event("run-1", "message", "<img src=x onerror=alert(1)> ![b](https://evil.example/b.png)\u001b[2J");

        Reply markdown = acme.get(RUN + "?format=markdown&after=9&limit=1000");

        assertThat(markdown.body())
                .contains("## Turn 1, attempt 1 ($0.5000, 0 tokens)\n", "**Agent** at ", "```text\nno 10\n```\n")
                .contains("```text\n<img src=x onerror=alert(1)> ![b](https://evil.example/b.png)\u241b[2J\n```\n");
        assertThat(markdown.header("Content-Type")).isEqualTo("text/markdown; charset=utf-8");
        assertThat(markdown.header("Content-Disposition")).isEqualTo("attachment; filename=\"run-1.md\"");
        assertThat(markdown.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(markdown.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(markdown.header("X-Krate-Next")).isEmpty();
        assertThat(acme.get(RUN + "?format=markdown&limit=2").header("X-Krate-Next"))
                .isEqualTo("2");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertThat(acme.get(RUN + "?format=pdf").error())
                .startsWith("400 {\"error\":{\"code\":\"BAD_REQUEST\",\"message\":\"format must be json or markdown\"");
        assertThat(acme.get(RUN + "?after=1&before=2").error()).contains("give one of after, before, around and last");
        assertThat(acme.get(RUN + "?after=-1").status()).isEqualTo(400);
        assertThat(acme.get(RUN + "?limit=1001").status()).isEqualTo(400);
    }

    @Test
    void aForeignTranscriptIsAnsweredAsAMissingOne() throws Exception {
        assertThat(nobody.get(RUN).status()).isEqualTo(401);
        assertThat(globex.get(RUN).error())
                .isEqualTo(globex.get("/api/orgs/none/agents/runs/run-1/transcript")
                        .error())
                .startsWith("404 ");
        assertThat(globex.get("/api/agents/runs/run-1/transcript").error())
                .isEqualTo(globex.get("/api/agents/runs/run-2/transcript").error())
                .startsWith("404 ");
    }

    @Test
    void sessionsAreListedAndShown() throws Exception {
        session("run-1-1", "run-1", "succeeded");
        session("run-2-1", "run-2", "active");

        assertThat(names(SESSIONS)).containsExactly("run-2-1", "run-1-1");
        assertThat(names(SESSIONS + "?run=run-1")).containsExactly("run-1-1");
        assertThat(names(SESSIONS + "?phase=active")).containsExactly("run-2-1");
        assertThat(String.valueOf(reader.get(SESSIONS + "/run-1-1").json().get("status")))
                .contains("phase=succeeded", "agentSessionId=s-1", "turns=3");
    }

    @Test
    void aForeignSessionIsAnsweredAsAMissingOne() throws Exception {
        session("run-1-1", "run-1", "succeeded");

        assertThat(nobody.get(SESSIONS).status()).isEqualTo(401);
        assertThat(globex.get(SESSIONS).status()).isEqualTo(404);
        assertThat(globex.get("/api/agents/sessions").json()).containsEntry("items", List.of());
        assertThat(globex.get("/api/agents/sessions/run-1-1").error())
                .isEqualTo(globex.get("/api/agents/sessions/none").error())
                .startsWith("404 ");
    }

    private void session(String name, String run, String phase) {
        world.put(World.resource(
                "AgentSession",
                "acme",
                name,
                Map.of(
                        "organizationRef",
                        "acme",
                        "runtimeSessionId",
                        "r-" + name,
                        "dispatchRun",
                        run,
                        "attempt",
                        name,
                        "runtime",
                        "process"),
                Map.of("phase", phase, "agentSessionId", "s-1", "turns", 3)));
    }

    private List<String> texts(String path) throws IOException, InterruptedException {
        return members(path, "text");
    }

    private List<String> names(String path) throws IOException, InterruptedException {
        return items(path).stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get("metadata")))
                .map(metadata -> metadata.replaceAll("\\{name=([^,]*),.*", "$1"))
                .toList();
    }

    private List<?> items(String path) throws IOException, InterruptedException {
        return (List<?>) acme.get(path).json().getOrDefault("items", List.of());
    }

    private List<String> members(String path, String name) throws IOException, InterruptedException {
        return items(path).stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get(name)))
                .toList();
    }
}
