package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Local processes keep the contract, in the best containment that this host allows. */
class ProcessRuntimeTest extends AgentRuntimeContract {

    @TempDir
    private Path directory;

    @Override
    protected AgentRuntime runtime() {
        return new ProcessRuntime(directory.resolve("sessions"));
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup) {
        return new LaunchRequest(
                launchKey,
                "command",
                List.of("sh", "-c", script(play), "agent", launchKey),
                "Count to three.",
                directory,
                Map.of(),
                trust,
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000),
                setup);
    }

    @Override
    protected int started(String launchKey) {
        Path starts = directory.resolve(launchKey + ".starts");
        try {
            return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(Play play) {
        return "echo started >>\"$1.starts\"; say() { echo '{\"type\":\"message\",\"text\":\"'$1'\"}'; }; "
                + switch (play) {
                    case COUNT -> "say one; say two; say three";
                    case FAIL -> "say broken; exit 1";
                    case HANG, HOLD, ASK -> "say waiting; sleep 600";
                };
    }
}
