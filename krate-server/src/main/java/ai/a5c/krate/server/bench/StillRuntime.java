package ai.a5c.krate.server.bench;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A runtime that starts nothing: it notes when it was asked to, and refuses, so that the attempt is over. */
final class StillRuntime implements AgentRuntime {

    private volatile long asked;

    /** When it was asked last to start an agent, by {@link System#nanoTime}. */
    long asked() {
        return asked;
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.CANCEL);
    }

    @Override
    public Session launch(LaunchRequest request) {
        asked = System.nanoTime();
        throw new LaunchRefusedException("NothingToStart", "a bench starts no agents");
    }

    @Override
    public Optional<Session> find(String launchKey) {
        return Optional.empty();
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        throw new IllegalStateException("nothing was started");
    }

    @Override
    public void cancel(Session session, String reason) {}

    @Override
    public void forget(Session session) {}
}
