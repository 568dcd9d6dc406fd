package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.testkit.mux.MuxGateway;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway and servers that use it, in quick timing. */
final class MuxWorld implements AutoCloseable {

    static final LaunchRequest.Limits LIMITS =
            new LaunchRequest.Limits(Duration.ofMinutes(5), Duration.ofMinutes(5), 10_000_000);

    static final AgentMuxSettings.Timing QUICK = new AgentMuxSettings.Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(500));

    private final MuxGateway gateway = new MuxGateway();
    private final Path root;
    private final List<AgentMuxRuntime> servers = new CopyOnWriteArrayList<>();

    MuxWorld(Path root) {
        this.root = root;
    }

    MuxGateway gateway() {
        return gateway;
    }

    /** A server's runtime, as after a start. */
    AgentMuxRuntime server() {
        return server(QUICK);
    }

    AgentMuxRuntime server(AgentMuxSettings.Timing timing) {
        return server(new AgentMuxSettings(gateway.address(), () -> MuxGateway.TOKEN).in(timing));
    }

    AgentMuxRuntime server(AgentMuxSettings settings) {
        AgentMuxRuntime runtime = new AgentMuxRuntime(settings, root.resolve("notes"));
        servers.add(runtime);
        return runtime;
    }

    LaunchRequest request(String key, String prompt) {
        return request(key, prompt, Questions.DENY);
    }

    LaunchRequest request(String key, String prompt, Questions questions) {
        return request(key, "claude", prompt, setup(questions));
    }

    LaunchRequest request(String key, String agent, String prompt, Setup setup) {
        return new LaunchRequest(key, agent, List.of(), prompt, root, Map.of(), Trust.TRUSTED, LIMITS, setup);
    }

    static Setup setup(Questions questions) {
        return new Setup("", "", questions, Optional.empty(), Setup.Sandbox.CLOSED, List.of(), 0);
    }

    @Override
    public void close() {
        servers.forEach(AgentMuxRuntime::close);
        gateway.close();
    }
}
