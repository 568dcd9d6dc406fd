package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Local processes keep the contract with an agent that takes messages, asks questions and goes on with conversations. */
class StandInClaudeTest extends AgentRuntimeContract {

    private static final String HEARD = "heard: ";

    @TempDir
    private Path directory;

    private String path = "";

    @BeforeEach
    void install() {
        path = StandIns.path(directory);
    }

    @Override
    protected AgentRuntime runtime() {
        return new ProcessRuntime(directory.resolve("sessions"), path);
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup) {
        return new LaunchRequest(
                launchKey,
                "claude",
                List.of(),
                play.name().toLowerCase(Locale.ROOT),
                directory,
                Map.of("CLAUDE_SESSION", "session-" + launchKey, "CLAUDE_STARTS", launchKey + ".starts"),
                trust,
                Bench.AMPLE,
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

    @Override
    protected void letGo(Session session) {
        try {
            Files.createFile(directory.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<String> told(Session session) {
        return hear(runtime(), session, 0).events().stream()
                .filter(event -> event.type() == AgentEvent.Type.RESULT)
                .map(AgentEvent::text)
                .filter(text -> text.startsWith(HEARD))
                .map(text -> text.substring(HEARD.length()))
                .toList();
    }
}
