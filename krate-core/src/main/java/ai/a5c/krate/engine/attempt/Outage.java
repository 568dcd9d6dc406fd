package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Reads from an agent whose runtime may be out of reach for a while: the run is marked stale, and read on later. */
final class Outage {

    private final Desk desk;
    private final LaunchOrder order;
    private final Claim claim;
    private boolean known;
    private boolean stale;

    Outage(Desk desk, Claim claim) {
        this.desk = desk;
        this.order = new LaunchOrder(desk);
        this.claim = claim;
    }

    /** What {@code reading} brings; nothing after {@code pause} if the runtime is out of reach, an end if it is so for too long. */
    Batch read(Supplier<Batch> reading, Duration pause) {
        try {
            Batch batch = reading.get();
            if (stale || !known) {
                desk.write(records -> Reach.regained(records, run(records)));
                known = true;
                stale = false;
            }
            return batch;
        } catch (RuntimeUnavailableException e) {
            return missed(String.valueOf(e.getMessage()), pause);
        }
    }

    private Batch missed(String message, Duration pause) {
        if (!stale) {
            desk.write(records -> Reach.stale(records, run(records), message));
            stale = true;
        }
        Optional<End> end = desk.get(AgentDispatchAttempt.class, claim.namespace(), claim.attempt())
                .filter(this::isOverdue)
                .map(attempt ->
                        new End(Outcome.LOST, "its runtime was out of reach beyond its wall clock: " + message));
        if (end.isEmpty()) {
            LockSupport.parkNanos(pause.toNanos());
        }
        return new Batch(List.of(), end);
    }

    private boolean isOverdue(AgentDispatchAttempt attempt) {
        Instant now = desk.ports().clock().instant();
        Instant started = Objects.requireNonNullElse(attempt.status().startedAt(), now);
        return now.isAfter(started.plus(order.wallClock(attempt)));
    }

    /**
     * Has {@code stop} done.
     *
     * @return how the attempt ends at once if the runtime cannot be told now
     */
    Optional<End> cancel(Runnable stop) {
        try {
            stop.run();
            return Optional.empty();
        } catch (RuntimeUnavailableException e) {
            return Optional.of(new End(
                    Outcome.CANCELLED, "cancelled while its runtime was out of reach; it is told when it is back"));
        }
    }

    private AgentDispatchRun run(Records records) {
        return records.need(
                AgentDispatchRun.class,
                claim.namespace(),
                claim.attempt(records).spec().agentDispatchRun());
    }
}
