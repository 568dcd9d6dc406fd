package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Verdict;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Follows runs over two connections, each a full subscriber, so that the loss of one loses nothing. */
final class Switchboard implements Call.Hearer, AutoCloseable {

    private final Line first;
    private final Line second;
    private final Hooks hooks;
    private final Runnable atGreeting;
    private final BiConsumer<String, String> breach;
    private final Map<String, Followed> runs = new ConcurrentHashMap<>();
    private final AtomicBoolean up = new AtomicBoolean();
    private volatile long downSince = System.nanoTime();

    Switchboard(
            AgentMuxSettings settings,
            HttpClient client,
            ScheduledExecutorService timer,
            RandomGenerator random,
            BiConsumer<String, String> breach,
            Runnable atGreeting) {
        this.first = new Line(settings, client, timer, random, this::isWanted, this);
        this.second = new Line(settings, client, timer, random, this::isWanted, this);
        this.hooks = new Hooks(settings.timing(), timer, this::connections, breach);
        this.breach = breach;
        this.atGreeting = atGreeting;
    }

    /** The run, if it is followed. */
    Optional<Followed> run(String runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    /** Follows a run on both connections from its first event; the gateway need not know it yet. */
    Followed follow(Followed fresh) {
        Followed known = runs.putIfAbsent(fresh.stream().runId(), fresh);
        if (known != null) {
            return known;
        }
        connections().forEach(call -> subscribe(call, fresh.stream()));
        return fresh;
    }

    /** Returns once the gateway has taken notice of everything that was sent on {@code call}. */
    static void settle(Call call) {
        try {
            call.barrier().join();
        } catch (CompletionException e) {
            throw new RuntimeUnavailableException("the gateway does not answer on its connection", e);
        }
    }

    /** Both connections, opened if they are not; the second only as far as it is there. */
    List<Call> require(boolean both) {
        second.dial();
        Call one = first.require();
        return both ? List.of(one, second.require()) : connections().toList();
    }

    /** Opens the connections if they are not. */
    void dial() {
        first.dial();
        second.dial();
    }

    /** How many connections can be spoken on. */
    int ready() {
        return (int) connections().count();
    }

    /** For how long there has been no connection; zero while there is one. */
    Duration down() {
        return ready() > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - downSince);
    }

    /** Answers a question. */
    void decide(String runId, Verdict verdict) {
        if (ready() == 0) {
            throw new RuntimeUnavailableException("there is no connection to the gateway");
        }
        if (!runs.containsKey(runId)) {
            throw new NotPossibleException("QuestionOver", "nothing waits for an answer under that id any more");
        }
        hooks.decide(runId, verdict);
    }

    /** Follows a run no longer. */
    void leave(String runId) {
        if (runs.remove(runId) != null) {
            hooks.forget(runId);
            connections().forEach(call -> call.send(Map.of("type", "unsubscribe", "runId", runId)));
        }
    }

    @Override
    public void close() {
        runs.clear();
        first.close();
        second.close();
    }

    @Override
    public void greeted(Call call) {
        up.set(true);
        runs.values().stream()
                .map(Followed::stream)
                .filter(stream -> !stream.isOver())
                .forEach(stream -> subscribe(call, stream));
        atGreeting.run();
    }

    @Override
    public void heard(Call call, Map<String, Object> frame) {
        Followed run = runs.get(Fields.text(frame, "runId"));
        if (run == null) {
            return;
        }
        switch (Fields.text(frame, "type")) {
            case "run.event" -> event(call, run, frame);
            case "hook.request" -> hooks.asked(call, ToolQuestion.of(frame), run.mode(), run.blocking());
            case "error" -> {
                if (Fields.text(frame, "code").equals("seq_gone")) {
                    run.stream().gone();
                }
            }
            default -> {}
        }
    }

    @Override
    public void ended(Call call, String why) {
        if (ready() == 0 && up.getAndSet(false)) {
            downSince = System.nanoTime();
        }
        hooks.ended();
    }

    private void event(Call call, Followed run, Map<String, Object> frame) {
        Map<String, Object> event = Fields.object(frame, "event");
        boolean before = run.stream().hasIncident();
        if (!run.stream().hear(Fields.number(frame, "seq"), event)) {
            catchUp(call, run);
            return;
        }
        if (Fields.text(event, "type").equals("hook_decision")) {
            hooks.resolved(run.stream().runId(), Fields.text(event, "hookRequestId"), Fields.text(event, "decision"));
        }
        if (!before && run.stream().hasIncident()) {
            breach.accept(run.stream().runId(), "the gateway answered a question by itself");
        }
    }

    /** Asks for what is missing, and goes on without it once it is clear that it will not come. */
    private void catchUp(Call call, Followed run) {
        if (!run.catchingUp().compareAndSet(false, true)) {
            return;
        }
        long last = run.stream().last();
        subscribe(call, run.stream());
        CompletableFuture<Void> unused = call.barrier()
                .thenCompose(pong -> run.stream().last() == last ? without(call, run) : pong())
                .whenComplete((pong, failure) -> run.catchingUp().set(false));
    }

    private CompletableFuture<Void> without(Call call, Followed run) {
        run.stream().tolerate();
        subscribe(call, run.stream());
        return call.barrier();
    }

    private static CompletableFuture<Void> pong() {
        return CompletableFuture.completedFuture(null);
    }

    private static void subscribe(Call call, RunStream stream) {
        call.send(Map.of("type", "subscribe", "runId", stream.runId(), "sinceSeq", stream.last()));
    }

    private Stream<Call> connections() {
        return Stream.of(first, second).flatMap(line -> line.ready().stream());
    }

    private boolean isWanted() {
        return runs.values().stream().anyMatch(run -> !run.stream().isOver());
    }
}
