package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.Breakers;
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
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.store.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Instant startedAt;
    private Optional<Stop> known;
    private String lastCall = "";
    private int calls;

    private Stops(Desk desk, ResourceKey attempt, Budget.Limits limits, Instant startedAt, Optional<Stop> known) {
        this.desk = desk;
        this.attempt = attempt;
        this.limits = limits;
        this.startedAt = startedAt;
        this.known = known;
    }

    /** The watch over the claimed attempt, with the reason that was found before, if one was. */
    static Stops of(Desk desk, Claim claim) {
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
                started == null ? desk.ports().clock().instant() : started,
                stored(desk, mine.key()));
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

    /** Looks again, after {@code events} were stored; whether there is a reason that there was not before. */
    boolean look(Claim claim, List<AgentEvent> events) {
        if (known.isPresent()) {
            return false;
        }
        Optional<Stop> found = circles(events).or(() -> spent(events));
        if (found.isPresent()) {
            desk.write(records -> store(records, claim, found.get()));
            known = found;
        }
        return found.isPresent();
    }

    private Optional<Stop> circles(List<AgentEvent> events) {
        Optional<Stop> found = Optional.empty();
        for (AgentEvent event : events) {
            if (event.type() == AgentEvent.Type.TOOL_CALL && !event.details().containsKey(Detail.LANE)) {
                String call = event.details().getOrDefault(Detail.TOOL, "") + " " + event.text();
                calls = call.equals(lastCall) ? calls + 1 : 1;
                lastCall = call;
                found = found.or(() -> Breakers.repeated(
                                Optional.ofNullable(event.details().get(Detail.TOOL))
                                        .orElse("a tool"),
                                calls)
                        .map(one -> new Stop(one.code(), one.message())));
            }
        }
        return found;
    }

    private Optional<Stop> spent(List<AgentEvent> events) {
        Duration wallClock = Duration.between(startedAt, desk.ports().clock().instant());
        if (events.isEmpty() && wallClock.compareTo(limits.wallClock()) <= 0) {
            return Optional.empty();
        }
        Optional<AgentDispatchAttempt> now = desk.get(AgentDispatchAttempt.class, attempt.namespace(), attempt.name());
        return now.flatMap(mine -> Budget.exceeded(
                        new Budget.Spent(
                                wallClock,
                                mine.status().costUsd(),
                                run(desk, mine)
                                        .map(run -> run.status().costUsd())
                                        .orElse(0.0),
                                mine.status().tokens(),
                                mine.status().progress().turns(),
                                mine.status().progress().outputBytes()),
                        limits)
                .map(one -> new Stop(one.code(), one.message())));
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
