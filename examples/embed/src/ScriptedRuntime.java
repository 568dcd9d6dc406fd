import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A runtime whose agents all follow one script: a diagnosis, and the end. */
final class ScriptedRuntime implements AgentRuntime {

    private static final AgentEvent DIAGNOSIS =
            new AgentEvent(1, AgentEvent.Type.RESULT, "A dependency is missing.", Map.of());

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Session launch(LaunchRequest request) {
        return new Session(request.launchKey());
    }

    @Override
    public Optional<Session> find(String launchKey) {
        return Optional.of(new Session(launchKey));
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        return new Batch(
                cursor == 0 ? List.of(DIAGNOSIS) : List.of(),
                Optional.of(new Batch.End(Outcome.SUCCEEDED, "the script is over")));
    }

    @Override
    public void cancel(Session session, String reason) {}

    @Override
    public void forget(Session session) {}
}
