package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.AttemptMachine;
import ai.a5c.krate.dispatch.AttemptState;
import ai.a5c.krate.dispatch.RunEffect;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.RunMachine;
import ai.a5c.krate.dispatch.RunState;
import ai.a5c.krate.dispatch.Transition;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.kind.execution.AttemptProgress;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Moves runs: asks the machine, stores the new state, and does in the same transaction what follows from it. */
public final class RunBook {

    private final Approvals approvals = new Approvals();

    /**
     * What {@code event} makes of {@code run}, stored; the run itself where the machine says that it already happened.
     *
     * @throws RefusedException {@code NOT_IN_THIS_PHASE} and its like, if the machine refuses the event
     */
    public AgentDispatchRun on(Records records, AgentDispatchRun run, RunEvent event, String actor) {
        return on(records, run, event, actor, NextAttempt.BY_POLICY);
    }

    /**
     * As {@link #on(Records, AgentDispatchRun, RunEvent, String)}; an attempt that is queued by it is made as {@code next}
     * says.
     */
    public AgentDispatchRun on(Records records, AgentDispatchRun run, RunEvent event, String actor, NextAttempt next) {
        Transition<RunState, RunEffect> answer = RunMachine.on(RunStates.of(run), event);
        if (answer instanceof Moved<RunState, RunEffect> moved) {
            AgentDispatchRun stored = records.update(RunStates.with(run, moved.state(), records.now()));
            tell(records, run, stored, event, actor);
            if (moved.state().phase().isTerminal() || stored.status().phase() == AgentDispatchRun.RunPhase.BLOCKED) {
                Turns.next(records, stored);
            }
            for (RunEffect effect : moved.effects()) {
                stored = perform(records, stored, effect, next);
            }
            AttemptQueue.keep(records, stored);
            if (run.status().phase() != stored.status().phase()) {
                Wake.ofRun(records, stored);
            }
            new Kinship(records, this).after(run, stored, event);
            return stored;
        }
        Refused<RunState, RunEffect> refused = (Refused<RunState, RunEffect>) answer;
        if (refused.reason() == Transition.Reason.ALREADY_DONE) {
            return run;
        }
        throw new RefusedException(refused.reason().name(), refused.message());
    }

    private static void tell(
            Records records, AgentDispatchRun before, AgentDispatchRun after, RunEvent event, String actor) {
        String phase = RunStates.of(after).phase().word();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("event", event.word());
        details.put("phase", phase);
        Reason reason = after.status().terminalReason();
        if (!reason.message().isEmpty()) {
            details.put("reason", reason.code().isEmpty() ? reason.message() : reason.code() + ": " + reason.message());
        }
        Journal.audit(records, actor, "run." + event.word(), after.key(), details);
        if (before.status().phase() != after.status().phase()) {
            details.put("text", phase);
            Journal.tell(records, after.key(), "phase", details);
        }
    }

    private AgentDispatchRun perform(Records records, AgentDispatchRun run, RunEffect effect, NextAttempt next) {
        if (effect instanceof RunEffect.QueueAttempt queue) {
            queueAttempt(records, run, queue.number(), next);
        } else if (effect instanceof RunEffect.StopAttempt stop) {
            return stopAttempt(records, run, stop.number());
        } else if (effect instanceof RunEffect.RequestWriteBackApproval request) {
            return approvals.requestWriteBacks(records, run, request.ordinals());
        } else if (effect instanceof RunEffect.ApplyWriteBack apply) {
            WriteBacks.apply(records, run, apply.ordinal());
        } else if (effect instanceof RunEffect.VoidApproval voided) {
            approvals.voidOne(records, run, voided.approval());
        } else if (effect instanceof RunEffect.VoidApprovals) {
            approvals.voidAll(records, run);
            if (run.status().cancelRequested()) {
                WriteBacks.supersede(records, run);
            }
        } else if (effect instanceof RunEffect.ReleaseWorkspace) {
            records.transaction().send(Topics.RELEASE, run.key().toString(), records.now());
        } else if (effect instanceof RunEffect.Review) {
            records.transaction().send(Topics.REVIEW, run.key().toString(), records.now());
        }
        return run;
    }

    private static void queueAttempt(Records records, AgentDispatchRun run, int number, NextAttempt next) {
        String name = attemptName(run, number);
        if (records.get(AgentDispatchAttempt.class, run.metadata().namespace(), name)
                .isEmpty()) {
            records.create(new AgentDispatchAttempt(
                    Metadata.named(
                            run.metadata().namespace(), name, run.metadata().labels()),
                    new AgentDispatchAttempt.Spec(
                            run.spec().organizationRef(),
                            run.metadata().name(),
                            number,
                            reason(number, next),
                            run.spec().stackSnapshot(),
                            run.status().contextBundleDigest(),
                            run.status().permissionSnapshotDigest(),
                            run.status().permissionRecordDigest(),
                            run.spec().runnerPool(),
                            runtime(records, run),
                            run.spec().workspaceRef(),
                            next.origin().orElseGet(() -> before(records, run, number))),
                    new AgentDispatchAttempt.Status(
                            AgentDispatchAttempt.AttemptPhase.CREATED,
                            new LeaseStatus("", 0, next.notBefore().orElse(null)),
                            "",
                            "",
                            0,
                            null,
                            null,
                            false,
                            0,
                            0,
                            "",
                            Reason.NONE,
                            List.of(),
                            AttemptProgress.NONE,
                            "",
                            "",
                            "")));
        }
    }

    private static AttemptReason reason(int number, NextAttempt next) {
        return number == 1 && next.reason() == AttemptReason.RETRY ? AttemptReason.INITIAL : next.reason();
    }

    /** What the attempt before number {@code number} went on with: who tries again does the same again. */
    private static AttemptOrigin before(Records records, AgentDispatchRun run, int number) {
        if (number == 1) {
            return AttemptOrigin.NONE;
        }
        return records.get(AgentDispatchAttempt.class, run.metadata().namespace(), attemptName(run, number - 1))
                .map(attempt -> attempt.spec().origin())
                .map(one -> new AttemptOrigin(one.attempt(), one.agentSessionId(), one.messageDigest(), ""))
                .orElse(AttemptOrigin.NONE);
    }

    private static String runtime(Records records, AgentDispatchRun run) {
        return records.get(
                        RunnerPool.class, run.metadata().namespace(), run.spec().runnerPool())
                .map(pool ->
                        pool.spec().runtime().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("");
    }

    /** Cancels the attempt; one that was not launched ends at once, and the run hears of it. */
    private AgentDispatchRun stopAttempt(Records records, AgentDispatchRun run, int number) {
        Optional<AgentDispatchAttempt> found =
                records.get(AgentDispatchAttempt.class, run.metadata().namespace(), attemptName(run, number));
        if (found.isPresent()
                && AttemptMachine.on(RunStates.of(found.get()), new AttemptEvent.CancelRequested("krate"))
                        instanceof Moved<AttemptState, ?> moved) {
            records.update(RunStates.with(found.get(), moved.state(), records.now()));
            if (moved.state().phase().isTerminal() && run.status().finishedAt() == null) {
                return on(records, run, new RunEvent.AttemptCancelled(number), "krate");
            }
        }
        return run;
    }

    /** The name of a run's attempt: unique by run and number. */
    public static String attemptName(AgentDispatchRun run, int number) {
        return "%s-%d".formatted(run.metadata().name(), number);
    }

    /** The attempts of {@code run}, first one first. */
    public static List<AgentDispatchAttempt> attempts(Records records, AgentDispatchRun run) {
        return records.list(
                AgentDispatchAttempt.class,
                Query.of("AgentDispatchAttempt", run.metadata().namespace())
                        .whereField("spec.agentDispatchRun", run.metadata().name()));
    }
}
