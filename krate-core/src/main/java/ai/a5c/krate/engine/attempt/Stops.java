package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.Budget;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Watches one attempt for reasons to end it: limits and circles.
 *
 * <p>A reason is stored before the agent is ended by it, so that whoever takes the attempt over knows why it was ended.
 */
final class Stops {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Desk desk;
    private final ResourceKey attempt;
    private final Budget.Limits limits;
    private final Duration before;
    private final LongSupplier watch;
    private final long takenAt;
    private Optional<Stop> known;
    private boolean isFirst = true;

    private Stops(Desk desk, ResourceKey attempt, Budget.Limits limits, Duration before, LongSupplier watch) {
        this.desk = desk;
        this.attempt = attempt;
        this.limits = limits;
        this.before = before;
        this.watch = watch;
        this.takenAt = watch.getAsLong();
        this.known = stored(desk, attempt);
    }

    /**
     * The guard of the claimed attempt, with the reason that was found before, if one was.
     *
     * @param watch nanoseconds that only go forward, whatever becomes of the clock
     */
    static Stops of(Desk desk, Claim claim, LongSupplier watch) {
        AgentDispatchAttempt mine = desk.write(claim::attempt);
        AgentStack.Limits stack = stack(desk, mine).spec().limits();
        double runBudget =
                run(desk, mine).map(run -> run.spec().request().budgetUsd()).orElse(0.0);
        Instant started = mine.status().startedAt();
        return new Stops(
                desk,
                mine.key(),
                new Budget.Limits(
                        Durations.parse(stack.wallClock()).plus(GRACE),
                        stack.costUsd(),
                        runBudget,
                        stack.tokens(),
                        stack.turns(),
                        stack.outputBytes()),
                started == null
                        ? Duration.ZERO
                        : Duration.between(started, desk.ports().clock().instant()),
                watch);
    }

    private static AgentStack stack(Desk desk, AgentDispatchAttempt attempt) {
        String snapshot = Blobs.text(desk.ports(), attempt.spec().agentStackSnapshot());
        return (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), Json.readObject(snapshot));
    }

    private static Optional<AgentDispatchRun> run(Desk desk, AgentDispatchAttempt attempt) {
        return desk.get(
                AgentDispatchRun.class,
                attempt.metadata().namespace(),
                attempt.spec().agentDispatchRun());
    }

    /** The reason to end the agent, if there is one by now. */
    Optional<Stop> known() {
        return known;
    }

    /** Looks again, where {@code more} was stored by now; whether there is a reason that there was not before. */
    boolean look(Claim claim, boolean more) {
        if (known.isPresent()) {
            return false;
        }
        boolean stored = more || isFirst;
        isFirst = false;
        Optional<Stop> found = found(stored);
        if (found.isPresent()) {
            desk.write(records -> store(records, claim, found.get()));
            known = found;
        }
        return found.isPresent();
    }

    private Optional<Stop> found(boolean stored) {
        Duration wallClock = wallClock();
        if (!stored && wallClock.compareTo(limits.wallClock()) <= 0) {
            return Optional.empty();
        }
        Optional<AgentDispatchAttempt> now = desk.get(AgentDispatchAttempt.class, attempt.namespace(), attempt.name());
        return now.flatMap(mine -> Circles.found(mine.status().progress()).or(() -> spent(mine, wallClock)));
    }

    private Optional<Stop> spent(AgentDispatchAttempt mine, Duration wallClock) {
        Budget.Spent spent = new Budget.Spent(
                wallClock,
                mine.status().costUsd(),
                run(desk, mine).map(run -> run.status().costUsd()).orElse(0.0),
                mine.status().tokens(),
                mine.status().progress().turns(),
                mine.status().progress().outputBytes());
        return Budget.exceeded(spent, limits).map(one -> new Stop(one.code(), one.message()));
    }

    /** How long the agent has been at work: as the clock said when it was taken, and from then on as the watch says. */
    private Duration wallClock() {
        return before.plusNanos(watch.getAsLong() - takenAt);
    }

    private static AgentDispatchAttempt store(Records records, Claim claim, Stop stop) {
        AgentDispatchAttempt mine = claim.attempt(records);
        Map<String, String> document = Map.of("code", stop.code(), "text", stop.message());
        StreamEvent event = new StreamEvent(1, records.now(), "stop", Json.write(document));
        if (records.transaction().append(stream(mine.key()), event)) {
            Journal.tell(
                    records,
                    new ResourceKey(
                            "AgentDispatchRun", claim.namespace(), mine.spec().agentDispatchRun()),
                    "stop",
                    document);
        }
        return mine;
    }

    private static Optional<Stop> stored(Desk desk, ResourceKey attempt) {
        return desk.ports().store().events(stream(attempt), 0, 1).stream()
                .findFirst()
                .map(event -> Json.readObject(event.document()))
                .map(document -> new Stop(String.valueOf(document.get("code")), String.valueOf(document.get("text"))));
    }

    private static String stream(ResourceKey attempt) {
        return "stop/%s/%s".formatted(attempt.namespace(), attempt.name());
    }
}
