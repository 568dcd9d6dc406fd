package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Agents as processes of this host: each has its own home, a clean environment and limits that hold without the server,
 * and ends with all that it started. Work that is not trusted runs in a sandbox, or not at all.
 */
public final class ProcessRuntime implements AgentRuntime {

    /** Where programs are looked for unless the operator says otherwise. */
    public static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final Set<Capability> CAPABILITIES = Set.of(Capability.STRUCTURED_EVENTS, Capability.CANCEL);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Path root;
    private final Supervisor supervisor;
    private final Bubblewrap bubblewrap;
    private final InstalledPrograms installed;
    private final Launching launching;
    private final Egress egress;
    private final Attachments attachments = new Attachments();

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
        this(root, programs, containment, new Egress());
    }

    ProcessRuntime(Path root, Programs programs, Containment containment, Egress egress) {
        this.egress = egress;
        this.root = SessionDirectory.root(root);
        this.supervisor = new Supervisor(programs, containment);
        this.bubblewrap = new Bubblewrap(programs);
        this.installed = new InstalledPrograms(programs, this.root.resolve("nobody"));
        this.launching = new Launching(this.root, programs, supervisor, bubblewrap, installed, egress);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<Capability> capabilities() {
        return withSandbox(CAPABILITIES);
    }

    @Override
    public Set<Capability> capabilities(String adapter) {
        return Adapters.named(adapter)
                .map(known -> withSandbox(known.capabilities()))
                .orElseGet(this::capabilities);
    }

    private Set<Capability> withSandbox(Set<Capability> capabilities) {
        Set<Capability> all = EnumSet.copyOf(capabilities);
        if (bubblewrap.lack().isEmpty()) {
            all.add(Capability.SANDBOX);
        }
        return all;
    }

    @Override
    public List<AgentProgram> programs() {
        return Adapters.ALL.stream().map(this::program).toList();
    }

    private AgentProgram program(Adapter adapter) {
        Optional<KnownProgram> known = adapter.program();
        if (known.isEmpty()) {
            return new AgentProgram(
                    adapter.name(),
                    "",
                    "",
                    true,
                    capabilities(adapter.name()),
                    "any program, named by the agent stack");
        }
        Optional<Version> version = known.flatMap(installed::version);
        boolean good =
                version.filter(found -> found.atLeast(known.get().least())).isPresent();
        String note = good
                ? "not tried against the real program by Krate's own tests"
                : "needs %s %s or newer in the server's PATH"
                        .formatted(known.get().name(), known.get().least());
        return new AgentProgram(
                adapter.name(),
                known.get().name(),
                version.map(Version::toString).orElse(""),
                good,
                capabilities(adapter.name()),
                note);
    }

    @Override
    public Session launch(LaunchRequest request) {
        SessionDirectory directory = SessionDirectory.of(root, request.launchKey());
        if (directory.supervisor().isEmpty()) {
            launching.start(directory, request);
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
        Optional<Attachment> attachment = found.flatMap(attachments::of);
        if (found.isEmpty() || attachment.isEmpty()) {
            return new Batch(List.of(), Optional.of(Ending.unknown()));
        }
        keepWayOut(found.get());
        Latest latest = new Latest(new Batch(List.of(), Optional.empty()));
        Waiting.until(atMost, () -> latest.take(next(found.get(), attachment.get(), cursor)));
        noteQuestions(found.get(), latest.batch);
        return latest.batch;
    }

    private void keepWayOut(SessionDirectory directory) {
        if (running(directory)) {
            egress.ensure(directory);
        } else {
            egress.close(directory);
        }
    }

    private static void noteQuestions(SessionDirectory directory, Batch batch) {
        batch.events().stream()
                .filter(event -> event.type() == AgentEvent.Type.QUESTION)
                .map(event -> event.details().getOrDefault(Detail.REQUEST_ID, ""))
                .filter(request -> !directory.isPosted("answer", request))
                .forEach(directory::asks);
    }

    @Override
    public void send(Session session, String id, String text) {
        SessionDirectory directory = talking(session);
        Conversation conversation = conversation(directory, "ContinueUnsupported", "takes no messages while it runs");
        post(directory, "message", id, conversation.message(text));
    }

    @Override
    public void decide(Session session, Verdict verdict) {
        SessionDirectory directory = talking(session);
        Conversation conversation = conversation(directory, "GatesUnsupported", "asks no questions");
        String answer = attachments
                .of(directory)
                .flatMap(attachment -> attachment.find(line -> conversation.answer(line, verdict)))
                .orElseThrow(() -> new NotPossibleException(
                        "QuestionUnknown",
                        "the agent did not ask '%s'".formatted(HarmlessText.of(verdict.requestId()))));
        post(directory, "answer", verdict.requestId(), answer);
        directory.answered(verdict.requestId());
    }

    private SessionDirectory talking(Session session) {
        return SessionDirectory.find(root, session).orElseThrow(ProcessRuntime::over);
    }

    private static Conversation conversation(SessionDirectory directory, String code, String lack) {
        Adapter adapter = directory.adapter().orElseThrow(ProcessRuntime::over);
        return adapter.conversation()
                .orElseThrow(() ->
                        new NotPossibleException(code, "an agent of adapter %s %s".formatted(adapter.name(), lack)));
    }

    /** While its input is being closed the agent can be left nothing, but that takes an instant. */
    private static void post(SessionDirectory directory, String kind, String id, String line) {
        if (!running(directory) && !directory.isPosted(kind, id)) {
            throw over();
        }
        if (!directory.post(kind, id, line)) {
            Waiting.patiently(
                    CLOSING, () -> directory.takes() || directory.end().isPresent());
            if (!directory.post(kind, id, line)) {
                throw over();
            }
        }
    }

    private static NotPossibleException over() {
        return new NotPossibleException("SessionOver", "the agent has ended, or is about to");
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
                .ifPresent(directory -> {
                    attachments.forget(directory);
                    egress.close(directory);
                    supervisor.remove(directory);
                });
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
