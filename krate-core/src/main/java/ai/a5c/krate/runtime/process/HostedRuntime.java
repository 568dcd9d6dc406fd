package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Agents as processes of other machines, read and started by the same adapters as local ones. Nothing isolates them there,
 * so work that is not trusted is refused; none outlives this process, so after a restart its session is lost.
 */
public final class HostedRuntime implements AgentRuntime {

    private static final System.Logger REPORT = System.getLogger(HostedRuntime.class.getName());
    private static final Set<Capability> POSSIBLE =
            Set.of(Capability.STRUCTURED_EVENTS, Capability.CANCEL, Capability.COST);
    private static final Set<Capability> ALWAYS = Set.of(Capability.STRUCTURED_EVENTS, Capability.CANCEL);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final Path root;
    private final ProcessHost host;
    private final HostedLaunch launch;
    private final Map<SessionDirectory, HostedSession> running = new ConcurrentHashMap<>();
    private final Set<SessionDirectory> starting = ConcurrentHashMap.newKeySet();
    private final Attachments attachments = new Attachments();

    /**
     * Keeps what agents say below {@code root}, which is made for its owner alone.
     *
     * @param name the name that runner pools select it by
     * @param path where this machine's own {@code git} is looked for
     */
    public HostedRuntime(String name, Path root, String path, ProcessHost host) {
        this.name = name;
        this.root = SessionDirectory.root(root);
        this.host = host;
        this.launch = new HostedLaunch(new ReturnedChanges(new Programs(path)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Capability> capabilities() {
        return ALWAYS;
    }

    @Override
    public Set<Capability> capabilities(String adapter) {
        Set<Capability> able = EnumSet.copyOf(ALWAYS);
        Adapters.named(adapter).ifPresent(known -> able.addAll(known.capabilities()));
        able.retainAll(POSSIBLE);
        return able;
    }

    @Override
    public List<AgentProgram> programs() {
        return Adapters.ALL.stream()
                .map(adapter -> new AgentProgram(
                        adapter.name(),
                        adapter.program().map(KnownProgram::name).orElse(""),
                        "",
                        true,
                        capabilities(adapter.name()),
                        adapter.program()
                                .map(known ->
                                        "looked for at each start on the machine that is chosen; needs %s or newer"
                                                .formatted(known.least()))
                                .orElse("any program, named by the agent stack")))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Session launch(LaunchRequest request) {
        SessionDirectory directory = SessionDirectory.of(root, request.launchKey());
        if (directory.place().isEmpty() && starting.add(directory)) {
            try {
                ProcessHost.Machine machine = launch.machine(host, request);
                HostedSession session = launch.start(directory, machine, request);
                running.put(directory, session);
                session.watch(() -> running.remove(directory));
            } finally {
                starting.remove(directory);
            }
        }
        return directory.session();
    }

    @Override
    public Optional<Session> find(String launchKey) {
        SessionDirectory directory = SessionDirectory.of(root, launchKey);
        return directory.place().map(place -> directory.session());
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        Optional<SessionDirectory> found = SessionDirectory.find(root, session);
        Optional<Attachment> attachment = found.flatMap(attachments::of);
        if (found.isEmpty() || attachment.isEmpty()) {
            return new Batch(List.of(), Optional.of(Ending.unknown()));
        }
        abandonUnlessRunning(found.get());
        Batch[] latest = {attachment.get().read(cursor)};
        Waiting.until(atMost, () -> {
            latest[0] = attachment.get().read(cursor);
            return !latest[0].events().isEmpty() || latest[0].end().isPresent();
        });
        return latest[0];
    }

    /** What an earlier life of this process started is lost, and ended where it still runs. */
    private void abandonUnlessRunning(SessionDirectory directory) {
        if (starting.contains(directory)
                || running.containsKey(directory)
                || directory.end().isPresent()) {
            return;
        }
        String place = directory.place().orElse("");
        String lost = "lost this program was restarted while the agent ran on '%s'; what it did there is gone";
        directory.finish(directory.cancelled().isPresent() ? "cancelled" : lost.formatted(place));
        Thread sweeping = new Thread(
                () -> sweep(directory, place),
                "krate-sweep-" + directory.session().id());
        sweeping.setDaemon(true);
        sweeping.start();
    }

    private void sweep(SessionDirectory directory, String place) {
        try {
            host.named(place)
                    .ifPresent(machine -> machine.sweep(directory.session().id()));
        } catch (RuntimeUnavailableException e) {
            REPORT.log(System.Logger.Level.WARNING, "cannot end what may still run on '" + place + "'", e);
        }
    }

    @Override
    public void cancel(Session session, String reason) {
        SessionDirectory.find(root, session)
                .filter(directory -> directory.end().isEmpty())
                .ifPresent(directory -> {
                    directory.cancel(reason);
                    Optional.ofNullable(running.get(directory)).ifPresent(HostedSession::look);
                    if (!Waiting.patiently(
                            PATIENCE, () -> directory.end().isPresent() || !running.containsKey(directory))) {
                        throw new RuntimeUnavailableException("'%s' does not say whether the agent has ended"
                                .formatted(directory.place().orElse("the machine")));
                    }
                    abandonUnlessRunning(directory);
                });
    }

    @Override
    public void forget(Session session) {
        SessionDirectory.find(root, session)
                .filter(directory -> !running.containsKey(directory))
                .ifPresent(directory -> {
                    attachments.forget(directory);
                    remove(directory.path());
                });
    }

    /** A session's directory holds what this class wrote, nothing of an agent's own. */
    private static void remove(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the files of session " + directory.getFileName(), e);
        }
    }
}
