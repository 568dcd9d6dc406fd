package ai.a5c.krate.gitea;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.ScriptedRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A scripted runtime whose agents write files into their worktree when they begin. */
record WritingRuntime(ScriptedRuntime scripted, Map<String, String> edits) implements AgentRuntime {

    @Override
    public String name() {
        return scripted.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return scripted.capabilities();
    }

    @Override
    public Session launch(LaunchRequest request) {
        if (scripted.starts(request.launchKey()) == 0) {
            edits.forEach((path, text) -> {
                try {
                    Files.writeString(request.workspace().resolve(path), text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return scripted.launch(request);
    }

    @Override
    public Optional<Session> find(String launchKey) {
        return scripted.find(launchKey);
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        return scripted.events(session, cursor, atMost);
    }

    @Override
    public void cancel(Session session, String reason) {
        scripted.cancel(session, reason);
    }

    @Override
    public void forget(Session session) {
        scripted.forget(session);
    }
}
