package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.AttemptMachine;
import ai.a5c.krate.dispatch.AttemptState;
import ai.a5c.krate.dispatch.Capacity;
import ai.a5c.krate.dispatch.FairShare;
import ai.a5c.krate.dispatch.Place;
import ai.a5c.krate.dispatch.Queue;
import ai.a5c.krate.dispatch.QueuedAttempt;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.StartedAttempt;
import ai.a5c.krate.dispatch.Transition;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Takes attempts for this worker: first those that a dead worker left behind, then whoever's turn it is. */
final class AttemptClaims {

    private static final String[] OPEN = {
        "created", "assigned", "launching", "running", "waiting-for-input", "waiting-for-approval"
    };

    private final Desk desk;
    private final Duration lease;
    private final RunBook book = new RunBook();

    AttemptClaims(Desk desk, Duration lease) {
        this.desk = desk;
        this.lease = lease;
    }

    /** The attempt to work on next, claimed in a committed transaction; empty if there is none or no room. */
    Optional<Claim> next() {
        if (open(desk).isEmpty()) {
            return Optional.empty();
        }
        return desk.write(records -> {
            records.transaction().lock("attempts");
            List<Candidate> all = candidates(records);
            return abandoned(all, records.now()).or(() -> queued(records, all)).map(chosen -> claim(records, chosen));
        });
    }

    private static List<AgentDispatchAttempt> open(Desk desk) {
        return desk.list(AgentDispatchAttempt.class, everyOpenOne());
    }

    private static Query everyOpenOne() {
        return Query.all("AgentDispatchAttempt").whereField("status.phase", OPEN);
    }

    private static List<Candidate> candidates(Records records) {
        List<Candidate> found = new ArrayList<>();
        for (AgentDispatchAttempt attempt : records.list(AgentDispatchAttempt.class, everyOpenOne())) {
            records.get(
                            AgentDispatchRun.class,
                            attempt.metadata().namespace(),
                            attempt.spec().agentDispatchRun())
                    .ifPresent(run -> found.add(new Candidate(attempt, run)));
        }
        return found;
    }

    private static Optional<Candidate> abandoned(List<Candidate> all, Instant now) {
        return all.stream()
                .filter(one -> one.wasTaken() && one.isFree(now))
                .filter(one -> one.run().status().phase() == RunPhase.RUNNING
                        || one.run().status().phase() == RunPhase.QUEUED
                        || one.run().status().cancelRequested())
                .findFirst();
    }

    private static Optional<Candidate> queued(Records records, List<Candidate> all) {
        Map<String, Candidate> waiting = new HashMap<>();
        List<StartedAttempt> started = new ArrayList<>();
        for (Candidate one : all) {
            if (one.wasTaken()) {
                started.add(new StartedAttempt(one.place(), one.createdAt(), true));
            } else if (one.isFree(records.now()) && one.run().status().phase() == RunPhase.QUEUED) {
                waiting.put(one.attempt().key().toString(), one);
            }
        }
        List<QueuedAttempt> queue = waiting.entrySet().stream()
                .map(entry -> new QueuedAttempt(
                        entry.getKey(),
                        entry.getValue().place(),
                        entry.getValue().createdAt()))
                .toList();
        return FairShare.next(new Queue(queue, started), capacity(records))
                .flatMap(next -> Optional.ofNullable(waiting.get(next.attempt())));
    }

    private static Capacity capacity(Records records) {
        Map<String, Integer> pools = new HashMap<>();
        for (RunnerPool pool : records.list(RunnerPool.class, Query.all("RunnerPool"))) {
            pools.put(
                    pool.metadata().namespace() + "/" + pool.metadata().name(),
                    pool.spec().maxReplicas());
        }
        return Capacity.of(pools);
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
        records.update(assigned.with(assigned.status().leased(mine)));
        book.on(
                records,
                chosen.run(),
                new RunEvent.Claimed(attempt.spec().number(), token),
                desk.ports().worker());
        return new Claim(attempt.metadata().namespace(), attempt.metadata().name(), token);
    }

    private record Candidate(AgentDispatchAttempt attempt, AgentDispatchRun run) {

        boolean wasTaken() {
            return attempt.status().phase() != AttemptPhase.CREATED;
        }

        boolean isFree(Instant now) {
            Instant until = attempt.status().lease().until();
            return until == null || !now.isBefore(until);
        }

        Instant createdAt() {
            return Objects.requireNonNullElse(attempt.metadata().creationTimestamp(), Instant.EPOCH);
        }

        Place place() {
            AgentDispatchRun.Spec spec = run.spec();
            String namespace = run.metadata().namespace();
            return new Place(
                    namespace,
                    spec.repository(),
                    spec.workItem(),
                    spec.agentStack(),
                    namespace + "/" + spec.runnerPool());
        }
    }
}
