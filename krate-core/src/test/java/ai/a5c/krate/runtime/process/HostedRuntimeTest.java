package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.LocalMachines;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Agents on other machines keep the contract as long as this process lives; what follows then, {@link HostedLossTest} says. */
class HostedRuntimeTest extends AgentRuntimeContract {

    @TempDir
    private Path directory;

    @TempDir
    private Path workspace;

    private LocalMachines machines;
    private AgentRuntime runtime;

    @BeforeEach
    void open() {
        machines = new LocalMachines(directory.resolve("machine"));
        runtime =
                new HostedRuntime("jenkins-node", directory.resolve("sessions"), ProcessRuntime.DEFAULT_PATH, machines);
    }

    @AfterEach
    void end() {
        machines.end();
    }

    @Override
    protected AgentRuntime runtime() {
        return runtime;
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup) {
        return new LaunchRequest(
                launchKey,
                "command",
                List.of("sh", "-c", script(play), "agent", launchKey),
                "Count to three.",
                workspace,
                Map.of(),
                trust,
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000),
                setup);
    }

    @Override
    protected int started(String launchKey) {
        return (int) machines.started().stream()
                .filter(command -> command.endsWith(" " + launchKey))
                .count();
    }

    @Override
    protected boolean reach(boolean possible) {
        return false;
    }

    private static String script(Play play) {
        return "say() { echo '{\"type\":\"message\",\"text\":\"'$1'\"}'; }; "
                + switch (play) {
                    case COUNT -> "say one; say two; say three";
                    case FAIL -> "say broken; exit 1";
                    case HANG, HOLD, ASK -> "say waiting; sleep 600";
                };
    }
}
