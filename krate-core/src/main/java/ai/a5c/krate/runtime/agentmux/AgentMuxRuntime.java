package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Verdict;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Agents behind an Agent Mux gateway that shares this host's workspaces, for trusted work only.
 *
 * <p>A session is a run of the gateway under an id that follows from the launch key; a cursor is the number of an event.
 */
public final class AgentMuxRuntime implements AgentRuntime, AutoCloseable {

    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Notes notes;
    private final Rest rest;
    private final Agents agents;
    private final Stops stops;
    private final Watch watch;
    private final Starter starter;
    private final Switchboard switchboard;
    private final Set<Capability> capabilities;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService background;

    /** Speaks to the gateway that {@code settings} name; {@code root} is where this host's notes of runs are kept. */
    public AgentMuxRuntime(AgentMuxSettings settings, Path root) {
        this.notes = new Notes(root);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timing().hello())
                .build();
        this.timer = new ScheduledThreadPoolExecutor(1, daemons("krate-agent-mux-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.background = Executors.newCachedThreadPool(daemons("krate-agent-mux"));
        EnumSet<Capability> able = EnumSet.of(Capability.SESSIONS, Capability.STRUCTURED_EVENTS, Capability.CANCEL);
        if (!settings.prices().isEmpty()) {
            able.add(Capability.COST);
        }
        this.capabilities = Set.copyOf(able);
        this.rest = new Rest(settings, client);
        this.agents = new Agents(rest, capabilities);
        this.stops = new Stops(rest, notes, background);
        this.watch = new Watch(settings.timing(), rest, notes, stops);
        this.switchboard =
                new Switchboard(settings, client, timer, new SplittableRandom(), this::breached, stops::settle);
        this.starter = new Starter(settings, rest, notes, agents, switchboard);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public String name() {
        return "agent-mux";
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Set<Capability> capabilities(String adapter) {
        return agents.capabilities(adapter, switchboard.ready());
    }

    @Override
    public List<AgentProgram> programs() {
        return agents.programs(switchboard.ready());
    }

    @Override
    public Session launch(LaunchRequest request) {
        Launches.check(request);
        return new Session(starter.start(request));
    }

    @Override
    public Optional<Session> find(String launchKey) {
        String runId = RunId.of(launchKey);
        boolean forgotten = notes.read(runId).map(RunNote::forgotten).orElse(false);
        return forgotten ? Optional.empty() : rest.run(runId).map(record -> new Session(runId));
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        String runId = session.id();
        if (!RunId.isOne(runId) || notes.read(runId).map(RunNote::forgotten).orElse(false)) {
            return new Batch(List.of(), Optional.of(Ends.UNKNOWN));
        }
        Optional<Followed> followed = starter.followed(runId);
        if (followed.isEmpty()) {
            return new Batch(List.of(), Optional.of(Ends.UNKNOWN));
        }
        RunStream stream = followed.get().stream();
        Batch batch = stream.read(cursor);
        if (isEmpty(batch)) {
            switchboard.dial();
            watch.look(followed.get());
            stream.await(cursor, atMost);
            batch = stream.read(cursor);
        }
        if (isEmpty(batch)) {
            watch.look(followed.get());
            batch = stream.read(cursor);
        }
        if (isEmpty(batch) && switchboard.down().compareTo(TOLERATED) > 0) {
            throw new RuntimeUnavailableException("the connection to the gateway is lost");
        }
        return batch;
    }

    private static boolean isEmpty(Batch batch) {
        return batch.events().isEmpty() && batch.end().isEmpty();
    }

    /** Takes no messages: the gateway cannot pass one to a run without closing its input. */
    @Override
    public void send(Session session, String id, String text) {
        throw new NotPossibleException(
                "ContinueUnsupported", "a run at the gateway takes no messages: resume its session when it is over");
    }

    @Override
    public void decide(Session session, Verdict verdict) {
        if (!RunId.isOne(session.id())) {
            throw new NotPossibleException("QuestionOver", "there is no such run");
        }
        switchboard.decide(session.id(), verdict);
    }

    @Override
    public void cancel(Session session, String reason) {
        String runId = session.id();
        boolean over = !RunId.isOne(runId)
                || switchboard.run(runId).map(run -> run.stream().isOver()).orElse(false)
                || notes.read(runId).map(RunNote::forgotten).orElse(false);
        if (!over) {
            stops.cancel(runId, reason);
        }
    }

    @Override
    public void forget(Session session) {
        String runId = session.id();
        if (RunId.isOne(runId) && isOver(runId)) {
            switchboard.leave(runId);
            if (notes.read(runId).isPresent()) {
                notes.change(runId, RunNote::inOblivion);
            }
        }
    }

    private boolean isOver(String runId) {
        if (switchboard.run(runId).map(run -> run.stream().isOver()).orElse(false)) {
            return true;
        }
        return notes.read(runId).isPresent()
                && rest.run(runId)
                        .map(record -> !Fields.text(record, "status").equals("running"))
                        .orElse(true);
    }

    private void breached(String runId, String words) {
        switchboard.run(runId).ifPresent(run -> run.stream().breach(words));
        stops.rule(runId, new End(Outcome.FAILED, "stopped for safety: " + words));
    }

    /** Lets go of the gateway; runs go on. */
    @Override
    public void close() {
        switchboard.close();
        timer.shutdownNow();
        background.shutdown();
        try {
            if (!background.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException e) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
