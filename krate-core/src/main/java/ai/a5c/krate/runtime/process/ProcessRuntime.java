package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Agents as processes of this host, for trusted work only: each has its own home, a clean environment and limits that
 * hold without the server, and ends with all that it started.
 */
public final class ProcessRuntime implements AgentRuntime {

    /** Where programs are looked for unless the operator says otherwise. */
    public static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final Set<Capability> CAPABILITIES =
            Set.of(Capability.STRUCTURED_EVENTS, Capability.CANCEL, Capability.COST);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path root;
    private final Programs programs;
    private final Supervisor supervisor;

    /** Keeps sessions below {@code root} and finds programs in {@link #DEFAULT_PATH}. */
    public ProcessRuntime(Path root) {
        this(root, DEFAULT_PATH);
    }

    /**
     * Keeps sessions below {@code root}, which is made for its owner alone.
     *
     * @param path directories separated by colons, where programs are looked for; also the agents' {@code PATH}
     */
    public ProcessRuntime(Path root, String path) {
        this(root, new Programs(path), Supervisor.bestContainment(new Programs(path)));
    }

    ProcessRuntime(Path root, Programs programs, Containment containment) {
        this.root = made(root);
        this.programs = programs;
        this.supervisor = new Supervisor(programs, containment);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Session launch(LaunchRequest request) {
        if (request.trust() != Trust.TRUSTED) {
            throw new LaunchRefusedException(
                    "SandboxUnavailable",
                    "untrusted attempts run only in a sandbox, which this runtime does not have yet: "
                            + "send them to a runner pool whose runtime has the capability SANDBOX");
        }
        SessionDirectory directory = SessionDirectory.of(root, request.launchKey());
        if (directory.supervisor().isEmpty()) {
            start(directory, request);
        }
        return directory.session();
    }

    @Override
    public Optional<Session> find(String launchKey) {
        SessionDirectory directory = SessionDirectory.of(root, launchKey);
        return directory.supervisor().isPresent() ? Optional.of(directory.session()) : Optional.empty();
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        Optional<SessionDirectory> found = SessionDirectory.find(root, session);
        Optional<Attachment> attachment =
                found.flatMap(directory -> directory.adapter().map(adapter -> new Attachment(directory, adapter)));
        if (found.isEmpty() || attachment.isEmpty()) {
            return new Batch(List.of(), Optional.of(Ending.unknown()));
        }
        Latest latest = new Latest(new Batch(List.of(), Optional.empty()));
        Waiting.until(atMost, () -> latest.take(next(found.get(), attachment.get(), cursor)));
        return latest.batch;
    }

    @Override
    public void cancel(Session session, String reason) {
        SessionDirectory.find(root, session)
                .filter(directory -> directory.end().isEmpty())
                .ifPresent(directory -> cancel(directory, reason));
    }

    @Override
    public void forget(Session session) {
        SessionDirectory.find(root, session)
                .filter(directory -> !running(directory))
                .ifPresent(supervisor::remove);
    }

    private void start(SessionDirectory directory, LaunchRequest request) {
        programs.requireTools();
        Adapter adapter = Adapter.named(request.adapter())
                .orElseThrow(() -> new LaunchRefusedException(
                        "AdapterUnknown",
                        "this runtime has no adapter '%s'; it has: %s"
                                .formatted(HarmlessText.of(request.adapter()), Adapter.names())));
        if (!Files.isDirectory(request.workspace())) {
            throw new LaunchRefusedException("WorkspaceMissing", "the workspace is not there: provision it again");
        }
        List<String> command = new ArrayList<>(adapter.command(request.command()));
        Map<String, String> environment = CleanEnvironment.of(directory, programs.path(), request.environment());
        Arguments.check(command, environment);
        command.set(0, programs.agent(command.get(0)).toString());
        directory.create(adapter.name(), request.prompt());
        supervisor.start(directory, request.workspace().toAbsolutePath(), request.limits(), command, environment);
        if (!Waiting.patiently(PATIENCE, () -> directory.supervisor().isPresent())) {
            throw new UncheckedIOException(
                    new IOException("the supervisor did not start within 10 s; is /proc mounted?"));
        }
    }

    /** Whether the supervisor is gone is asked before its last word is read, since that comes first. */
    private Batch next(SessionDirectory directory, Attachment attachment, long cursor) {
        boolean gone = !directory.supervisor().map(Incarnation::alive).orElse(false);
        Batch batch = attachment.read(cursor);
        if (!gone || !batch.events().isEmpty() || batch.end().isPresent()) {
            return batch;
        }
        supervisor.sweep(directory);
        return attachment.rest(cursor);
    }

    private void cancel(SessionDirectory directory, String reason) {
        directory.cancel(reason);
        directory.supervisor().ifPresent(Incarnation::nudge);
        if (!Waiting.patiently(PATIENCE, () -> !running(directory))) {
            directory.supervisor().ifPresent(Incarnation::kill);
        }
        if (directory.end().isEmpty()) {
            supervisor.sweep(directory);
        }
    }

    private static boolean running(SessionDirectory directory) {
        return directory.end().isEmpty()
                && directory.supervisor().map(Incarnation::alive).orElse(false);
    }

    private static Path made(Path root) {
        try {
            Path absolute = root.toAbsolutePath().normalize();
            Files.createDirectories(absolute.getParent() == null ? absolute : absolute.getParent());
            SessionDirectory.mkdir(absolute);
            return absolute.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory for sessions", e);
        }
    }

    /** The last batch that was read. */
    private static final class Latest {

        private Batch batch;

        Latest(Batch batch) {
            this.batch = batch;
        }

        boolean take(Batch next) {
            batch = next;
            return !next.events().isEmpty() || next.end().isPresent();
        }
    }
}
