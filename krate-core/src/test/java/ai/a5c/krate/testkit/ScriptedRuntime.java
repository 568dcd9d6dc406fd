package ai.a5c.krate.testkit;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.trust.Trust;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A runtime whose agents follow scripts.
 *
 * <p>It is the outside world of a test: hand the same object to a new engine and its sessions are still there. A launch
 * takes the script of its key, else the next of those without a key, else {@link Script#done}.
 */
public final class ScriptedRuntime implements AgentRuntime {

    private final String name;
    private final Set<Capability> capabilities;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Script> byKey = new HashMap<>();
    private final Deque<Script> next = new ArrayDeque<>();
    private final Deque<LaunchRefusedException> refusals = new ArrayDeque<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final Map<String, Integer> starts = new LinkedHashMap<>();
    private final List<AgentProgram> programs = new ArrayList<>();
    private final List<LaunchRequest> requests = new ArrayList<>();
    private final Map<Session, Running> sessions = new LinkedHashMap<>();
    private final Map<Session, List<Verdict>> verdicts = new HashMap<>();
    private BiConsumer<Session, Verdict> reaction = (session, verdict) -> {};
    private BiConsumer<Session, String> hearing = (session, text) -> {};
    private Consumer<Session> watcher = session -> {};
    private boolean unreachable;
    private boolean loseAnswer;
    private final Set<String> conversations = new HashSet<>();

    /** A runtime named {@code scripted} that can cancel and tell events apart. */
    public ScriptedRuntime() {
        this("scripted", Set.of(Capability.CANCEL, Capability.STRUCTURED_EVENTS, Capability.COST));
    }

    public ScriptedRuntime(String name, Set<Capability> capabilities) {
        this.name = name;
        this.capabilities = Set.copyOf(capabilities);
    }

    /** The next launch that has no script of its own follows this one. */
    public ScriptedRuntime next(Script script) {
        return locked(() -> {
            next.add(script);
            return this;
        });
    }

    /** The launch with this key follows {@code script}. */
    public ScriptedRuntime on(String launchKey, Script script) {
        return locked(() -> {
            byKey.put(launchKey, script);
            return this;
        });
    }

    /** The next launch of a new key is refused. */
    public ScriptedRuntime refuseNext(String code, String message) {
        return locked(() -> {
            refusals.add(new LaunchRefusedException(code, message));
            return this;
        });
    }

    /** A running agent says something more. */
    public void say(Session session, AgentEvent.Type type, String text, Map<String, String> details) {
        AgentEvent event = new AgentEvent(0, type, text, details);
        change(session, running -> running.say(event));
        locked(() -> {
            remember(event);
            return this;
        });
    }

    /** Conversations outlive their sessions. */
    private void remember(AgentEvent event) {
        Optional.ofNullable(event.details().get(Detail.SESSION_ID)).ifPresent(conversations::add);
    }

    /** A running agent ends; the first end counts. */
    public void end(Session session, Outcome outcome, String message) {
        change(session, running -> running.end(new End(outcome, message)));
    }

    /** The host dies: all sessions are lost. */
    public void lose() {
        locked(() -> {
            sessions.clear();
            changed.signalAll();
            return this;
        });
    }

    /** How often {@code launch} was called with this key. */
    public int calls(String launchKey) {
        return locked(() -> calls.getOrDefault(launchKey, 0));
    }

    /** How many agents were started with this key: never more than one, until it is forgotten. */
    public int starts(String launchKey) {
        return locked(() -> starts.getOrDefault(launchKey, 0));
    }

    /** The requests that started an agent, in order; they hold what the agents were told and granted. */
    public List<LaunchRequest> requests() {
        return locked(() -> List.copyOf(requests));
    }

    /** The sessions that have not been forgotten, in the order of their start. */
    public List<Session> sessions() {
        return locked(() -> List.copyOf(sessions.keySet()));
    }

    /** The session that a key has or will have. */
    public static Session session(String launchKey) {
        return new Session("scripted-" + Digest.of(launchKey).hex().substring(0, 32));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** Lets {@link #programs} tell of one more kind of agent. */
    public ScriptedRuntime knows(AgentProgram program) {
        return locked(() -> {
            programs.add(program);
            return this;
        });
    }

    @Override
    public List<AgentProgram> programs() {
        return locked(() -> List.copyOf(programs));
    }

    /** Whether it is out of reach from now on. */
    public ScriptedRuntime unreachable(boolean now) {
        return locked(() -> {
            unreachable = now;
            return this;
        });
    }

    /** The next launch is done, and then the runtime is out of reach before it can say so. */
    public ScriptedRuntime loseNextAnswer() {
        return locked(() -> {
            loseAnswer = true;
            return this;
        });
    }

    private void require() {
        if (unreachable) {
            throw new RuntimeUnavailableException("the scripted world is out of reach");
        }
    }

    /** What agents do when a question of theirs is answered. */
    public ScriptedRuntime whenDecided(BiConsumer<Session, Verdict> next) {
        return locked(() -> {
            reaction = next;
            return this;
        });
    }

    /** What agents do when they are told something. */
    public ScriptedRuntime whenTold(BiConsumer<Session, String> next) {
        return locked(() -> {
            hearing = next;
            return this;
        });
    }

    /** What happens elsewhere whenever somebody is about to listen to a session. */
    public ScriptedRuntime beforeListening(Consumer<Session> next) {
        return locked(() -> {
            watcher = next;
            return this;
        });
    }

    /** Every answer that a session's agent was given to a question, the first one first. */
    public List<Verdict> verdicts(Session session) {
        return locked(() -> List.copyOf(verdicts.getOrDefault(session, List.of())));
    }

    /** The first answer to each question that the session has asked and that is open. */
    @Override
    public void decide(Session session, Verdict verdict) {
        if (!capabilities.contains(Capability.GATES)) {
            throw new NotPossibleException("GatesUnsupported", "runtime %s asks no questions".formatted(name));
        }
        locked(() -> {
            require();
            Running running = sessions.get(session);
            List<Verdict> given = verdicts.computeIfAbsent(session, any -> new ArrayList<>());
            boolean asked = running != null
                    && running.end == null
                    && running.said.stream()
                            .anyMatch(event -> event.type() == AgentEvent.Type.QUESTION
                                    && verdict.requestId()
                                            .equals(event.details().get(Detail.REQUEST_ID)));
            if (!asked || given.stream().anyMatch(one -> one.requestId().equals(verdict.requestId()))) {
                throw new NotPossibleException("QuestionOver", "nothing waits for that answer");
            }
            given.add(verdict);
            reaction.accept(session, verdict);
            changed.signalAll();
            return this;
        });
    }

    @Override
    public Session launch(LaunchRequest request) {
        return locked(() -> {
            require();
            calls.merge(request.launchKey(), 1, Integer::sum);
            Session session = session(request.launchKey());
            if (!sessions.containsKey(session)) {
                sessions.put(session, start(request));
            }
            if (loseAnswer) {
                loseAnswer = false;
                unreachable = true;
                throw new RuntimeUnavailableException("the answer was lost").afterAsking();
            }
            return session;
        });
    }

    @Override
    public Optional<Session> find(String launchKey) {
        return locked(() -> {
            require();
            Session session = session(launchKey);
            return sessions.containsKey(session) ? Optional.of(session) : Optional.empty();
        });
    }

    @Override
    public Batch events(Session session, long cursor, Duration atMost) {
        locked(() -> watcher).accept(session);
        lock.lock();
        try {
            require();
            long left = atMost.toNanos();
            Batch batch = read(session, cursor);
            while (batch.events().isEmpty() && batch.end().isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
                batch = read(session, cursor);
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return read(session, cursor);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(Session session, String id, String text) {
        Optional<Running> running = locked(() -> Optional.ofNullable(sessions.get(session)));
        if (!capabilities.contains(Capability.CONTINUE)) {
            throw new NotPossibleException("ContinueUnsupported", "runtime %s takes no messages".formatted(name));
        }
        boolean known = running.filter(one -> one.heard.containsKey(id)).isPresent();
        if (!known && (running.isEmpty() || running.get().end != null)) {
            throw new NotPossibleException("SessionOver", "the session is over");
        }
        change(session, one -> {
            one.sends++;
            one.heard.putIfAbsent(id, text);
        });
        if (!known) {
            locked(() -> hearing).accept(session, text);
        }
    }

    /** What a session was told, each id once, in order. */
    public List<String> heard(Session session) {
        return locked(() -> Optional.ofNullable(sessions.get(session))
                .map(running -> List.copyOf(running.heard.values()))
                .orElse(List.of()));
    }

    /** How often something was sent to a session, whatever its id. */
    public int sends(Session session) {
        return locked(() -> Optional.ofNullable(sessions.get(session))
                .map(running -> running.sends)
                .orElse(0));
    }

    @Override
    public void cancel(Session session, String reason) {
        locked(() -> {
            require();
            return this;
        });
        change(session, running -> running.end(new End(Outcome.CANCELLED, "cancelled: " + reason)));
    }

    @Override
    public void forget(Session session) {
        locked(() -> Optional.ofNullable(sessions.get(session))
                .filter(running -> running.end != null)
                .map(running -> sessions.remove(session)));
    }

    private Running start(LaunchRequest request) {
        if (request.trust() != Trust.TRUSTED && !capabilities.contains(Capability.SANDBOX)) {
            throw new LaunchRefusedException(
                    "SandboxUnavailable", "this runtime has no sandbox for untrusted attempts");
        }
        refuseOrigin(request);
        if (!refusals.isEmpty()) {
            throw refusals.remove();
        }
        starts.merge(request.launchKey(), 1, Integer::sum);
        requests.add(request);
        Script waiting = next.isEmpty() ? Script.done("done") : next.peek();
        Script script = byKey.getOrDefault(request.launchKey(), waiting);
        if (!byKey.containsKey(request.launchKey())) {
            next.poll();
        }
        script.events().forEach(this::remember);
        return new Running(script);
    }

    /** Goes on only where it can, and only with a conversation that was held here. */
    private void refuseOrigin(LaunchRequest request) {
        request.setup().origin().ifPresent(origin -> {
            Capability needed = origin.mode() == Setup.Origin.Mode.FORK ? Capability.FORK : Capability.RESUME;
            if (!capabilities.contains(needed)) {
                throw new LaunchRefusedException(
                        needed == Capability.FORK ? "ForkUnsupported" : "ResumeUnsupported",
                        "runtime %s cannot go on with conversations".formatted(name));
            }
            if (!conversations.contains(origin.agentSessionId())) {
                throw new LaunchRefusedException(
                        "OriginMissing", "there is no conversation " + origin.agentSessionId());
            }
        });
    }

    private Batch read(Session session, long cursor) {
        Running running = sessions.get(session);
        if (running == null) {
            return new Batch(List.of(), Optional.of(new End(Outcome.LOST, "the session is not known here")));
        }
        List<AgentEvent> rest =
                running.said.stream().filter(event -> event.cursor() > cursor).toList();
        return new Batch(rest, rest.isEmpty() ? Optional.ofNullable(running.end) : Optional.empty());
    }

    private void change(Session session, Consumer<Running> how) {
        locked(() -> {
            Optional.ofNullable(sessions.get(session)).ifPresent(how);
            changed.signalAll();
            return this;
        });
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What an agent says, and how it ends.
     *
     * @param events their cursors do not count: each gets its place, from 1
     * @param end empty for an agent that runs until it is cancelled or told to end
     */
    public record Script(List<AgentEvent> events, Optional<End> end) {

        public Script {
            events = List.copyOf(events);
        }

        /** Says nothing and never ends. */
        public static Script silent() {
            return new Script(List.of(), Optional.empty());
        }

        /** Gives {@code result} and succeeds. */
        public static Script done(String result) {
            return silent().say(AgentEvent.Type.RESULT, result).end(Outcome.SUCCEEDED, "exited with status 0");
        }

        /** Says {@code message} and fails. */
        public static Script failed(String message) {
            return silent().say(AgentEvent.Type.ERROR, message).end(Outcome.FAILED, "exited with status 1");
        }

        /** The same with one more event. */
        public Script say(AgentEvent.Type type, String text) {
            return say(type, text, Map.of());
        }

        /** The same with one more event. */
        public Script say(AgentEvent.Type type, String text, Map<String, String> details) {
            List<AgentEvent> more = new ArrayList<>(events);
            more.add(new AgentEvent(0, type, text, details));
            return new Script(more, end);
        }

        /** The same with an end. */
        public Script end(Outcome outcome, String message) {
            return new Script(events, Optional.of(new End(outcome, message)));
        }
    }

    /** A session as the outside world has it. */
    private static final class Running {

        private final List<AgentEvent> said = new ArrayList<>();
        private final Map<String, String> heard = new LinkedHashMap<>();
        private int sends;
        private @Nullable End end;

        Running(Script script) {
            script.events().forEach(this::say);
            end = script.end().orElse(null);
        }

        void say(AgentEvent event) {
            if (end == null) {
                said.add(new AgentEvent(said.size() + 1L, event.type(), event.text(), event.details()));
            }
        }

        void end(End first) {
            end = end == null ? first : end;
        }
    }
}
