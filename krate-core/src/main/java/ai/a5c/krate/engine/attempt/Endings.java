package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.Breakers;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Gates;
import ai.a5c.krate.engine.NextAttempt;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.observe.KrateEvent.RunMoved;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Ends attempts: stores what came of them, and tells the run. */
final class Endings {

    private static final Map<Outcome, String> CODES = Map.of(
            Outcome.FAILED, "AgentFailed",
            Outcome.TIMED_OUT, "WallClockExceeded",
            Outcome.IDLE, "IdleTooLong",
            Outcome.OUTPUT_LIMIT, "OutputLimitExceeded");
    private static final int MAX_POSTPONEMENTS = 10;

    private final Desk desk;
    private final Harvest harvest;
    private final Failing failing;
    private final Flapping flapping;
    private final Setbacks postponements = new Setbacks();
    private final Setbacks outages = new Setbacks();
    private final Gates gates = new Gates();
    private final RunBook book = new RunBook();

    Endings(Desk desk) {
        this.desk = desk;
        this.harvest = new Harvest(desk);
        this.failing = new Failing(desk);
        this.flapping = new Flapping(desk);
    }

    /** The agent is gone; what it made is harvested if it succeeded. */
    void ended(Claim claim, Ended ended) {
        Batch.End end = ended.end();
        if (ended.stop().isPresent() && end.outcome() != Outcome.LOST) {
            failed(claim, ended.stop().get().code(), ended.stop().get().message());
            return;
        }
        switch (end.outcome()) {
            case SUCCEEDED -> succeeded(claim, ended);
            case FAILED, TIMED_OUT, IDLE, OUTPUT_LIMIT ->
                failed(claim, CODES.getOrDefault(end.outcome(), "AgentFailed"), end.message());
            case CANCELLED -> stopped(claim);
            case LOST -> lost(claim, end.message());
        }
    }

    private void succeeded(Claim claim, Ended ended) {
        Harvest.Yield yield = harvest.gather(claim, ended.agent().redactor());
        List<String> breaches = breaches(claim, yield);
        if (!breaches.isEmpty()) {
            failed(claim, "OutputContract", "the outcome is not as the contract says: " + String.join("; ", breaches));
            return;
        }
        Optional<Breakers.Tripped> flaps = flapping.of(claim, yield.patch().text());
        if (flaps.isPresent()) {
            desk.write(records -> {
                AgentDispatchAttempt attempt = claim.attempt(records);
                return harvest.store(records, run(records, attempt), attempt, yield);
            });
            failed(claim, flaps.get().code(), flaps.get().message());
            return;
        }
        AgentDispatchRun run = desk.write(records -> {
            AgentDispatchAttempt attempt = Moves.attempt(records, claim, new AttemptEvent.Succeeded(claim.token()));
            AgentDispatchRun before = run(records, attempt);
            if (attempt.status().cancelRequested()) {
                return move(
                        records,
                        before,
                        new RunEvent.AttemptCancelled(attempt.spec().number()));
            }
            AgentDispatchRun produced = harvest.store(records, before, attempt, yield);
            List<RunEvent.RequestedWriteBack> requested = harvest.request(records, produced, yield);
            return move(
                    records,
                    produced,
                    new RunEvent.AttemptSucceeded(attempt.spec().number(), requested));
        });
        report(run);
    }

    private List<String> breaches(Claim claim, Harvest.Yield yield) {
        AgentDispatchRun run = desk.write(records -> run(records, claim.attempt(records)));
        return SubagentWork.breaches(desk, run, yield.diagnosis());
    }

    /** Nobody can find the agent any more. */
    void lost(Claim claim, String message) {
        failing(claim, new AttemptEvent.Lost(claim.token(), "AgentLost: " + message), new Reason("AgentLost", message));
    }

    /** The attempt cannot go on; whether it is tried again follows from the class of the failure. */
    void failed(Claim claim, String code, String message) {
        failing(claim, new AttemptEvent.Failed(claim.token(), code + ": " + message), new Reason(code, message));
    }

    private void failing(Claim claim, AttemptEvent event, Reason reason) {
        AgentDispatchAttempt before = desk.write(claim::attempt);
        String lastError = failing.lastError(claim.namespace(), before.spec().agentDispatchRun());
        AgentDispatchRun run = desk.write(records -> {
            AgentDispatchAttempt attempt = Moves.attempt(records, claim, event);
            AgentDispatchRun mine = run(records, attempt);
            int number = attempt.spec().number();
            boolean lost = event instanceof AttemptEvent.Lost;
            if (mine.status().attempts() != number || (attempt.status().cancelRequested() && !lost)) {
                return move(records, mine, new RunEvent.AttemptCancelled(number));
            }
            Failing.Verdict verdict = failing.verdict(records, mine, attempt, reason, lastError);
            records.update(
                    attempt.with(attempt.status().failed(verdict.failureClass().word())));
            AgentDispatchRun noted = records.update(mine.with(mine.status().failed(verdict.note())));
            String text = reason.code() + ": " + reason.message();
            return move(
                    records,
                    noted,
                    lost
                            ? new RunEvent.AttemptLost(number, text, verdict.again())
                            : new RunEvent.AttemptFailed(number, text, verdict.again()),
                    verdict.next());
        });
        report(run);
    }

    /** Somebody cancelled the attempt before it was at work. */
    void stopped(Claim claim) {
        over(claim, new AttemptEvent.Stopped(claim.token()), number -> new RunEvent.AttemptCancelled(number));
    }

    /** The review at launch denied the run. */
    void blocked(Claim claim, PermissionReview review) {
        String reason = "PermissionDenied: "
                + review.reasons().stream()
                        .map(one -> one.code().code() + " (" + one.message() + ")")
                        .collect(Collectors.joining("; "));
        over(claim, new AttemptEvent.Failed(claim.token(), reason), number -> new RunEvent.Blocked(reason));
    }

    /** The attempt is given back for a while, because a neighbour cannot be reached; failed after many tries. */
    void postponed(Claim claim, String code, String message) {
        int count = postponements.count(claim);
        if (count >= MAX_POSTPONEMENTS) {
            postponements.forget(claim);
            failed(claim, code, message);
            return;
        }
        String reason = code + ": " + message;
        desk.write(records -> {
            AgentDispatchAttempt attempt =
                    Moves.attempt(records, claim, new AttemptEvent.Postponed(claim.token(), reason));
            records.update(claim.released(attempt, records.now().plus(Setbacks.pause(count))));
            return move(
                    records,
                    run(records, attempt),
                    new RunEvent.Postponed(attempt.spec().number(), reason));
        });
    }

    /**
     * The attempt is given back for a while, because its runtime cannot be reached; never failed for that.
     *
     * @param mayHaveBegun whether the runtime may have launched it: it stays noted as launching then, and is looked for
     */
    void unreachable(Claim claim, String message, boolean mayHaveBegun) {
        int count = outages.count(claim);
        String reason = "RuntimeUnavailable: " + message;
        desk.write(records -> {
            AgentDispatchAttempt mine = claim.attempt(records);
            AgentDispatchRun run = Reach.lost(records, run(records, mine), message);
            if (mayHaveBegun || RunStates.of(mine).phase().isAttached()) {
                records.update(claim.released(mine, records.now().plus(Setbacks.pause(count))));
                return run;
            }
            AgentDispatchAttempt attempt =
                    Moves.attempt(records, claim, new AttemptEvent.Postponed(claim.token(), reason));
            if (attempt.status().finishedAt() != null) {
                return move(
                        records,
                        run,
                        new RunEvent.AttemptCancelled(attempt.spec().number()));
            }
            records.update(claim.released(attempt, records.now().plus(Setbacks.pause(count))));
            return move(records, run, new RunEvent.Postponed(attempt.spec().number(), reason));
        });
    }

    /** The attempt is given back until a person has answered what the review at launch asks; false if there is nothing to wait for. */
    boolean held(Claim claim, PermissionReview review) {
        return desk.write(records -> {
            AgentDispatchAttempt mine = claim.attempt(records);
            AgentDispatchRun before = run(records, mine);
            if (mine.status().finishedAt() != null
                    || mine.status().cancelRequested()
                    || Gates.isAnswered(records, before, review)) {
                return false;
            }
            String reason = "ApprovalRequired: a person must approve what the review at launch found";
            AgentDispatchAttempt attempt =
                    Moves.attempt(records, claim, new AttemptEvent.Postponed(claim.token(), reason));
            records.update(claim.released(attempt, records.now()));
            gates.hold(records, before, review);
            return true;
        });
    }

    private void over(Claim claim, AttemptEvent event, IntFunction<RunEvent> tell) {
        AgentDispatchRun run = desk.write(records -> {
            AgentDispatchAttempt attempt = Moves.attempt(records, claim, event);
            int number = attempt.spec().number();
            RunEvent told = attempt.status().cancelRequested() && !(event instanceof AttemptEvent.Lost)
                    ? new RunEvent.AttemptCancelled(number)
                    : tell.apply(number);
            return move(records, run(records, attempt), told);
        });
        report(run);
    }

    private AgentDispatchRun move(Records records, AgentDispatchRun run, RunEvent event) {
        return move(records, run, event, NextAttempt.BY_POLICY);
    }

    private AgentDispatchRun move(Records records, AgentDispatchRun run, RunEvent event, NextAttempt next) {
        try {
            return book.on(records, run, event, desk.ports().worker(), next);
        } catch (RefusedException e) {
            if (run.status().finishedAt() != null) {
                return run;
            }
            throw e;
        }
    }

    private void report(AgentDispatchRun run) {
        desk.ports()
                .listener()
                .on(new RunMoved(
                        run.metadata().namespace(),
                        run.metadata().name(),
                        run.status().phase().name()));
    }

    private static AgentDispatchRun run(Records records, AgentDispatchAttempt attempt) {
        return records.need(
                AgentDispatchRun.class,
                attempt.metadata().namespace(),
                attempt.spec().agentDispatchRun());
    }
}
