package ai.a5c.krate.runtime.agentmux;

import static ai.a5c.krate.runtime.agentmux.GatewayDefectsTest.eventually;
import static ai.a5c.krate.runtime.agentmux.GatewayDefectsTest.texts;
import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same against a real gateway, whose agent {@code claude} works in this machine's files.
 *
 * <p>What the agent answers does not count, only what the gateway makes of it; each launch has a key of its own, so that
 * the gateway may have any past.
 */
@EnabledIfEnvironmentVariable(
        named = "KRATE_IT_AGENT_MUX_URL",
        matches = "https?://.+",
        disabledReason = "KRATE_IT_AGENT_MUX_URL names no Agent Mux gateway")
@EnabledIfEnvironmentVariable(
        named = "KRATE_IT_AGENT_MUX_TOKEN",
        matches = ".+",
        disabledReason = "KRATE_IT_AGENT_MUX_TOKEN holds no token for the gateway")
class AgentMuxRealGatewayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HELLO = "say hello";
    private static final String TOOL = "tool:echo krate-was-here";
    private static final String LONG = "slow:60000 take your time";

    @TempDir
    Path root;

    private final String run = UUID.randomUUID().toString();
    private final List<AgentMuxRuntime> servers = new ArrayList<>();

    @BeforeEach
    void workspace() throws Exception {
        Files.createDirectories(root.resolve("work"));
    }

    @AfterEach
    void stop() {
        servers.forEach(AgentMuxRuntime::close);
    }

    private AgentMuxRuntime server() {
        URI url = URI.create(Objects.requireNonNull(System.getenv("KRATE_IT_AGENT_MUX_URL")));
        AgentMuxRuntime runtime = new AgentMuxRuntime(
                new AgentMuxSettings(url, () -> Objects.requireNonNull(System.getenv("KRATE_IT_AGENT_MUX_TOKEN"))),
                root.resolve("notes"));
        servers.add(runtime);
        return runtime;
    }

    private LaunchRequest request(String key, String prompt, Setup setup) {
        return new LaunchRequest(
                key + "-" + run,
                "claude",
                List.of(),
                prompt,
                root.resolve("work").toAbsolutePath(),
                Map.of("KRATE_RUN", run),
                Trust.TRUSTED,
                new LaunchRequest.Limits(Duration.ofMinutes(2), Duration.ofMinutes(2), 50_000_000),
                setup);
    }

    private static Session launch(AgentMuxRuntime server, LaunchRequest request) {
        RuntimeUnavailableException last = new RuntimeUnavailableException("not tried");
        for (int i = 0; i < 5; i++) {
            try {
                return server.launch(request);
            } catch (RuntimeUnavailableException e) {
                last = e;
            }
        }
        throw last;
    }

    @Test
    void anAgentIsLaunchedOnceHeardToItsEndAndFoundAgain() {
        AgentMuxRuntime server = server();
        LaunchRequest request = request("hello", HELLO, MuxWorld.setup(Questions.ALLOW));
        assertThat(server.find(request.launchKey())).isEmpty();
        Session session = launch(server, request);
        Heard heard = hear(server, session, 0, PATIENCE);

        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(heard.events()).extracting(AgentEvent::cursor).isSorted().doesNotHaveDuplicates();
        assertThat(heard.events()).extracting(AgentEvent::type).contains(AgentEvent.Type.STARTED);
        assertThat(launch(server, request)).isEqualTo(session);
        assertThat(server.find(request.launchKey())).contains(session);

        AgentMuxRuntime other = server();
        List<AgentEvent> all = heard.events();
        long cursor = all.get(all.size() / 2).cursor();
        assertThat(hear(other, session, cursor, PATIENCE).events())
                .isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
        other.forget(session);
        assertThat(hear(other, session, 0).end().outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void aRunningAgentIsCancelledForGood() {
        AgentMuxRuntime server = server();
        Session session = launch(server, request("cancel", LONG, MuxWorld.setup(Questions.ALLOW)));
        server.cancel(session, "superseded");

        Batch.End end = hear(server, session, 0, PATIENCE).end();
        assertThat(end).isEqualTo(new Batch.End(Outcome.CANCELLED, "cancelled: superseded"));
        assertThat(hear(server(), session, 0, PATIENCE).end()).isEqualTo(end);
    }

    @Test
    void aConversationIsGoneOnWithUnderItsExactId() {
        AgentMuxRuntime server = server();
        Session first = launch(server, request("first", HELLO, MuxWorld.setup(Questions.ALLOW)));
        String conversation = sessionId(hear(server, first, 0, PATIENCE));
        assertThat(server.capabilities("claude")).contains(Capability.RESUME);

        Setup resumed = new Setup(
                "",
                "",
                Questions.ALLOW,
                Optional.of(new Origin(Origin.Mode.RESUME, conversation, first)),
                Setup.Sandbox.CLOSED,
                List.of(),
                0);
        Heard heard = hear(server, launch(server, request("resumed", "and once more", resumed)), 0, PATIENCE);

        assertThat(sessionId(heard)).isEqualTo(conversation);
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    private static String sessionId(Heard heard) {
        return heard.events().stream()
                .filter(event -> event.type() == AgentEvent.Type.STARTED)
                .map(event -> event.details().get(Detail.SESSION_ID))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoSubscribersAreConnectedAndToolsAreAskedForAndDenied() {
        AgentMuxRuntime server = server();
        Session session = launch(server, request("ask", TOOL, MuxWorld.setup(Questions.ASK)));
        assertThat(server.capabilities("claude")).contains(Capability.GATES);

        List<AgentEvent> events = new ArrayList<>();
        long start = System.nanoTime();
        Optional<Batch.End> end = Optional.empty();
        while (end.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            long cursor = events.isEmpty() ? 0 : events.get(events.size() - 1).cursor();
            Batch batch = server.events(session, cursor, Duration.ofSeconds(1));
            events.addAll(batch.events());
            batch.events().stream()
                    .filter(event -> event.type() == AgentEvent.Type.QUESTION)
                    .forEach(event -> server.decide(
                            session,
                            new Verdict(event.details().getOrDefault(Detail.REQUEST_ID, ""), false, "not in a test")));
            end = batch.end();
        }

        Heard heard = new Heard(events, end.orElseThrow());
        assertThat(texts(heard, AgentEvent.Type.INCIDENT)).isEmpty();
        assertThat(texts(heard, AgentEvent.Type.QUESTION)).isNotEmpty();
        assertThat(texts(heard, AgentEvent.Type.PROGRESS)).contains("denied: not in a test");
    }

    @Test
    void toolsAreDeniedAtOnceWhereNobodyMayUseThem() {
        AgentMuxRuntime server = server();
        Heard heard = hear(server, launch(server, request("deny", TOOL, MuxWorld.setup(Questions.DENY))), 0, PATIENCE);
        assertThat(texts(heard, AgentEvent.Type.INCIDENT)).isEmpty();
        assertThat(texts(heard, AgentEvent.Type.QUESTION)).isEmpty();
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void twoServersListenToOneRunAtOnce() {
        AgentMuxRuntime one = server();
        AgentMuxRuntime other = server();
        Session session = launch(one, request("both", HELLO, MuxWorld.setup(Questions.ALLOW)));
        eventually(() -> other.find("both-" + run).isPresent());

        Heard heard = hear(one, session, 0, PATIENCE);
        assertThat(hear(other, session, 0, PATIENCE)).isEqualTo(heard);
    }
}
