package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.mux.MuxPlays;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AgentMuxRuntimeTest extends AgentRuntimeContract {

    @TempDir
    Path root;

    private MuxWorld world;

    @BeforeEach
    void start() {
        world = new MuxWorld(root);
        world.gateway()
                .on("COUNT", MuxPlays.saying("one", "two", "three"))
                .on("FAIL", MuxPlays.crashing("broken"))
                .on("HANG", MuxPlays.hanging("waiting"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Override
    protected AgentRuntime runtime() {
        return world.server();
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust) {
        return new LaunchRequest(
                launchKey,
                "claude",
                List.of(),
                play.name(),
                root,
                Map.of("KRATE_RUN", "run-1"),
                trust,
                MuxWorld.LIMITS);
    }

    @Override
    protected int started(String launchKey) {
        return world.gateway().started(RunId.of(launchKey));
    }
}
