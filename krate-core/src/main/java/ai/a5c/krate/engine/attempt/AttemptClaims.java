package ai.a5c.krate.engine.attempt;

import static java.util.stream.Collectors.toMap;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.AttemptMachine;
import ai.a5c.krate.dispatch.AttemptState;
import ai.a5c.krate.dispatch.Capacity;
import ai.a5c.krate.dispatch.FairShare;
import ai.a5c.krate.dispatch.Queue;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.Transition;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.engine.AttemptQueue;
import ai.a5c.krate.engine.Capacities;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Hosts;
import ai.a5c.krate.engine.QueuePlaces;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueHeads;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Takes attempts for this worker: first those that a dead worker left behind, then whoever's turn it is.
 *
 * <p>One claim of all servers is decided at a time, in one short transaction that reads the heads of the queue; that is
 * what keeps the limits, and its cost does not depend on how many wait.
 */
final class AttemptClaims {

    private final Desk desk;
    private final Duration lease;
    private final Predicate<Claim> atWork;
    private final RunBook book = new RunBook();
    private final Capacities capacities = new Capacities();
    private final QueuePlaces places = new QueuePlaces();

    /** Claims for {@code lease}; what {@code atWork} says is at work here is no dead worker's, whatever the clock says. */
    AttemptClaims(Desk desk, Duration lease, Predicate<Claim> atWork) {
        this.desk = desk;
        this.lease = lease;
        this.atWork = atWork;
    }

    /** The attempt to work on next, claimed in a committed transaction; empty if there is none or no room. */
    Optional<Claim> next() {
        Instant now = desk.ports().clock().instant();
        if (desk.ports().store().nextInQueue().filter(due -> !due.isAfter(now)).isEmpty()) {
            return Optional.empty();
        }
        return desk.write(records -> {
            records.transaction().lock("attempts");
            QueueHeads heads = records.transaction().heads(records.now());
            return abandoned(records, heads.overdue())
                    .or(() -> queued(records, heads))
                    .map(chosen -> claim(records, chosen));
        });
    }

    private Optional<Candidate> abandoned(Records records, List<QueueEntry> overdue) {
        for (QueueEntry entry : overdue) {
            Optional<Candidate> found = candidate(records, entry, Candidate::isAbandoned)
                    .filter(one -> isForHere(records, one))
                    .filter(one -> !atWork.test(one.claim()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Candidate> queued(Records records, QueueHeads heads) {
        Map<String, QueueEntry> waiting = heads.waiting().stream()
                .collect(toMap(entry -> entry.key().toString(), entry -> entry, (one, same) -> one, HashMap::new));
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Capacity capacity = capacities.at(records.now(), records.transaction()::list, records.transaction()::get);
        while (true) {
            Queue queue = places.decided(waiting.values(), heads.started());
            Optional<QueueEntry> next = FairShare.next(queue, capacity)
                    .flatMap(turn -> Optional.ofNullable(waiting.remove(turn.attempt())));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Optional<Candidate> found =
                    candidate(records, next.get(), Candidate::isWaiting).filter(one -> isForHere(records, one));
            if (found.isPresent()) {
                return found;
            }
        }
    }

    /** The attempt of {@code entry}, if it is as the queue says; else the queue is brought in step with it. */
    private static Optional<Candidate> candidate(
            Records records, QueueEntry entry, BiPredicate<Candidate, Instant> asTheQueueSays) {
        String namespace = entry.key().namespace();
        Optional<AgentDispatchAttempt> attempt =
                records.get(AgentDispatchAttempt.class, namespace, entry.key().name());
        Optional<Candidate> found = attempt.flatMap(one -> records.get(
                                AgentDispatchRun.class, namespace, one.spec().agentDispatchRun())
                        .map(run -> new Candidate(one, run)))
                .filter(one -> asTheQueueSays.test(one, records.now()));
        if (found.isEmpty()) {
            attempt.ifPresentOrElse(one -> AttemptQueue.keep(records, one), () -> records.dequeue(entry.key()));
        }
        return found;
    }

    /** False for what another host has at hand, as long as somebody works there. */
    private boolean isForHere(Records records, Candidate one) {
        String host = one.attempt().status().runtimeSession().isEmpty()
                        && one.attempt().status().phase() != AttemptPhase.LAUNCHING
                ? Conversation.host(records, one.attempt())
                : one.attempt().status().host();
        return host.isEmpty()
                || host.equals(desk.ports().repositories().worktrees().host())
                || !Hosts.isAtWork(records, host);
    }

    private Claim claim(Records records, Candidate chosen) {
        AgentDispatchAttempt attempt = chosen.attempt();
        long token = attempt.status().lease().token() + 1;
        Transition<AttemptState, ?> answer = AttemptMachine.on(RunStates.of(attempt), new AttemptEvent.Assigned(token));
        if (!(answer instanceof Moved<AttemptState, ?> moved)) {
            throw new IllegalStateException("%s cannot be assigned: %s".formatted(attempt.key(), answer));
        }
        AgentDispatchAttempt assigned = RunStates.with(attempt, moved.state(), records.now());
        LeaseStatus mine =
                new LeaseStatus(desk.ports().worker(), token, records.now().plus(lease));
        records.updateBeforeItsRun(assigned.with(assigned.status().leased(mine)));
        book.on(
                records,
                chosen.run(),
                new RunEvent.Claimed(attempt.spec().number(), token),
                desk.ports().worker());
        return new Claim(attempt.metadata().namespace(), attempt.metadata().name(), token);
    }

    private record Candidate(AgentDispatchAttempt attempt, AgentDispatchRun run) {

        Claim claim() {
            return new Claim(
                    attempt.metadata().namespace(),
                    attempt.metadata().name(),
                    attempt.status().lease().token());
        }

        boolean isAbandoned(Instant now) {
            return attempt.status().phase() != AttemptPhase.CREATED
                    && attempt.status().finishedAt() == null
                    && isFree(now)
                    && AttemptQueue.mayBeTakenOver(run);
        }

        boolean isWaiting(Instant now) {
            return attempt.status().phase() == AttemptPhase.CREATED
                    && isFree(now)
                    && run.status().phase() == RunPhase.QUEUED;
        }

        private boolean isFree(Instant now) {
            Instant until = attempt.status().lease().until();
            return until == null || !now.isBefore(until);
        }
    }
}
