package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
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
                .on("HANG", MuxPlays.hanging("waiting"))
                .on("ASK", MuxPlays.using("Bash", Map.of("command", "make"), "allow", "deny"));
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
    protected LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup) {
        return new LaunchRequest(
                launchKey,
                "claude",
                List.of(),
                play.name(),
                root,
                Map.of("KRATE_RUN", "run-1"),
                trust,
                MuxWorld.LIMITS,
                setup);
    }

    @Override
    protected int started(String launchKey) {
        return world.gateway().started(RunId.of(launchKey));
    }

    /** It has gates once it is connected twice, which it makes sure of before it starts an agent that asks. */
    @Override
    protected boolean asks() {
        return true;
    }

    @Override
    protected boolean reach(boolean possible) {
        if (possible) {
            world.gateway().revive();
        } else {
            world.gateway().stopListening();
            world.gateway().dropSockets();
        }
        return true;
    }
}
