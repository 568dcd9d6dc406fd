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
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.subagent.ToolScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private static final String GATES = "gates";

    private final Desk desk;
    private final ResourceKey attempt;
    private final FamilyBudget budget;
    private final ToolWatch tools;
    private final Duration longest;
    private final Duration before;
    private final LongSupplier watch;
    private final long takenAt;
    private Optional<Stop> known;
    private boolean isFirst = true;

    private Stops(Desk desk, AgentDispatchAttempt mine, ToolWatch tools, LongSupplier watch) {
        Instant now = desk.ports().clock().instant();
        Instant started = mine.status().startedAt();
        this.desk = desk;
        this.attempt = mine.key();
        this.budget = new FamilyBudget(desk, digest -> limits(desk, digest));
        this.tools = tools;
        this.longest = limits(desk, mine.spec().agentStackSnapshot()).wallClock();
        this.before = started == null ? Duration.ZERO : Duration.between(started, now);
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
        ToolScope scope =
                run(desk, mine).map(run -> SubagentWork.tools(desk, run)).orElse(ToolScope.ALL);
        boolean asks = mine.status().capabilities().contains(GATES);
        return new Stops(desk, mine, new ToolWatch(scope, asks), watch);
    }

    private static Budget.Limits limits(Desk desk, String snapshot) {
        Map<String, Object> document = Json.readObject(Blobs.text(desk.ports(), snapshot));
        AgentStack.Limits stack = ((AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), document))
                .spec()
                .limits();
        return new Budget.Limits(
                Durations.parse(stack.wallClock()).plus(GRACE),
                stack.costUsd(),
                0,
                stack.tokens(),
                stack.turns(),
                stack.outputBytes());
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

    /**
     * Looks again, after {@code events} were heard; whether there is a reason that there was not before.
     *
     * @param more whether something was stored by now
     */
    boolean look(Claim claim, boolean more, List<AgentEvent> events) {
        if (known.isPresent()) {
            return false;
        }
        boolean stored = more || isFirst;
        isFirst = false;
        Optional<Stop> found = tools.heard(events).or(() -> found(stored));
        if (found.isPresent()) {
            desk.write(records -> store(records, claim, found.get()));
            known = found;
        }
        return found.isPresent();
    }

    private Optional<Stop> found(boolean stored) {
        Duration wallClock = wallClock();
        Optional<AgentDispatchAttempt> now = desk.get(AgentDispatchAttempt.class, attempt.namespace(), attempt.name());
        Optional<AgentDispatchRun> run = now.flatMap(mine -> run(desk, mine));
        boolean looks = stored
                || wallClock.compareTo(longest) > 0
                || run.filter(FamilyBudget::isShared).isPresent();
        return looks
                ? now.flatMap(mine -> Circles.found(mine.status().progress())
                        .or(() -> run.flatMap(own -> budget.exceeded(own, mine, wallClock))
                                .map(one -> new Stop(one.code(), one.message()))))
                : Optional.empty();
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
