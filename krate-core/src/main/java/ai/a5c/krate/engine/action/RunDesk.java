package ai.a5c.krate.engine.action;

import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.dispatch.RunPhase;
import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.Moment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What people may do with runs, and doing it: each action reviewed at that moment, once per request id, and only on the run
 * that they saw.
 */
public final class RunDesk {

    private static final int TRIES = 5;

    private final Desk desk;
    private final Reviews reviews;
    private final Confidential confidential;
    private final OnRun onRun;
    private final NewRuns newRuns;

    public RunDesk(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.confidential = new Confidential(desk);
        this.onRun = new OnRun(desk);
        this.newRuns = new NewRuns(desk);
    }

    /** Asks the run to stop; also before it was launched. */
    public Answer cancel(String namespace, String run, Caller caller) {
        return act(ActionRequest.of(namespace, run, RunAction.CANCEL), caller);
    }

    /** Has a blocked run reviewed again, or one that is over tried once more. */
    public Answer retry(String namespace, String run, Caller caller) {
        return act(ActionRequest.of(namespace, run, RunAction.RETRY), caller);
    }

    /** Every action on a run, allowed to {@code caller} now or refused with the reason; whatever its branch is at. */
    public Actions actions(String namespace, String name, Caller caller) {
        AgentDispatchRun run = find(namespace, name, caller);
        Reviewed reviewed = reviews.reviewed(run, Moment.DRY_RUN, caller.name());
        return desk.write(records -> {
            AgentDispatchRun now = records.need(AgentDispatchRun.class, namespace, name);
            return new Actions(
                    now.status().stateGeneration(),
                    view(records, now).allowances(Judged.of(records, now, reviewed, caller)));
        });
    }

    /** Does what {@code request} asks for, if it may be done now. */
    public Answer act(ActionRequest request, Caller caller) {
        try {
            if (request.action() == RunAction.CANCEL) {
                return new Done(desk.write(records -> stop(records, request, caller)));
            }
            ActionRequest told = redacted(request, caller);
            for (int i = 0; i < TRIES; i++) {
                Optional<AgentDispatchRun> done = attempt(told, caller);
                if (done.isPresent()) {
                    return new Done(done.get());
                }
            }
            return new Refused(
                    "CONFLICT", "what the review looks at changes faster than it can be reviewed; try again");
        } catch (RefusedException e) {
            return new Refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** The request with a message that may be stored; whoever sends none to continue with is told so. */
    private ActionRequest redacted(ActionRequest request, Caller caller) {
        find(request.namespace(), request.run(), caller);
        if (request.action() == RunAction.CONTINUE && request.message().isBlank()) {
            throw new RefusedException("INVALID_BODY", "$.message is required: say what the agent shall do");
        }
        return request.message().isEmpty()
                ? request
                : request.saying(confidential
                        .redactor(request.namespace())
                        .redact(request.message())
                        .text());
    }

    /** Whoever may write may stop a run, whatever a review would say; it has happened if it was asked before. */
    private AgentDispatchRun stop(Records records, ActionRequest request, Caller caller) {
        AgentDispatchRun run = records.need(AgentDispatchRun.class, request.namespace(), request.run());
        caller.require(run.spec().organizationRef(), run.key());
        if (run.status().cancelRequested()) {
            return run;
        }
        requireGeneration(request, run);
        if (RunPhase.valueOf(run.status().phase().name()).isTerminal()) {
            throw new RefusedException(Allowance.Code.RUN_OVER.name(), "the run is over; there is nothing to stop");
        }
        return onRun.cancel(records, run, caller);
    }

    /** The run afterwards; empty if what was reviewed has changed meanwhile. */
    private Optional<AgentDispatchRun> attempt(ActionRequest request, Caller caller) {
        AgentDispatchRun seen = find(request.namespace(), request.run(), caller);
        boolean fresh = desk.write(records -> mayBeNew(records, request, seen, caller));
        Optional<Prepared> prepared = fresh ? Optional.of(prepare(request, seen, caller)) : Optional.empty();
        return desk.write(records -> {
            AgentDispatchRun run = records.need(AgentDispatchRun.class, request.namespace(), request.run());
            Optional<String> known = RequestKeys.known(records, request, caller);
            if (known.isPresent()) {
                return Optional.of(records.need(AgentDispatchRun.class, request.namespace(), known.get()));
            }
            requireGeneration(request, run);
            if (prepared.isEmpty() || !prepared.get().reviewed().isCurrent(records)) {
                return Optional.empty();
            }
            return Optional.of(apply(records, request, prepared.get(), run, caller));
        });
    }

    /** False if the request was answered before; refused early where nothing outside need be asked. */
    private static boolean mayBeNew(Records records, ActionRequest request, AgentDispatchRun seen, Caller caller) {
        boolean fresh = RequestKeys.known(records, request, caller).isEmpty();
        if (fresh) {
            requireGeneration(
                    request,
                    records.need(
                            AgentDispatchRun.class,
                            request.namespace(),
                            seen.metadata().name()));
        }
        return fresh;
    }

    private Prepared prepare(ActionRequest request, AgentDispatchRun run, Caller caller) {
        Reviewed reviewed = reviews.reviewed(run, Moment.CREATE_DISPATCH, caller.name());
        Allowance early = desk.write(records -> view(records, run)
                .allowance(request.action(), Judged.of(records, run, reviewed, caller), Head.UNKNOWN));
        require(early);
        return switch (request.action()) {
            case FORK, RERUN_AFTER_FIX -> newRuns.prepare(request, run, reviewed, caller);
            case CANCEL, RETRY, RESUME, CONTINUE -> Prepared.of(reviewed);
        };
    }

    private AgentDispatchRun apply(
            Records records, ActionRequest request, Prepared prepared, AgentDispatchRun run, Caller caller) {
        RunView view = view(records, run);
        require(view.allowance(
                request.action(), Judged.of(records, run, prepared.reviewed(), caller), prepared.head()));
        AgentDispatchRun done = prepared.draft().isPresent()
                ? newRuns.start(records, request, view, prepared, caller)
                : onRun.apply(records, request, view, caller);
        RequestKeys.remember(records, request, caller, done.metadata().name());
        return done;
    }

    private RunView view(Records records, AgentDispatchRun run) {
        return RunView.of(records, run, desk.ports().repositories().worktrees().host());
    }

    private static void require(Allowance allowance) {
        if (!allowance.allowed()) {
            throw new RefusedException(allowance.code().name(), allowance.message());
        }
    }

    private static void requireGeneration(ActionRequest request, AgentDispatchRun run) {
        long now = run.status().stateGeneration();
        if (request.expectedGeneration().isPresent()
                && request.expectedGeneration().getAsLong() != now) {
            throw new RefusedException(
                    "STALE",
                    "$.expectedGeneration is %d, but the run is at generation %d by now, %s; look at it again"
                            .formatted(
                                    request.expectedGeneration().getAsLong(),
                                    now,
                                    run.status()
                                            .phase()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-')));
        }
    }

    private AgentDispatchRun find(String namespace, String name, Caller caller) {
        AgentDispatchRun run = desk.write(records -> records.need(AgentDispatchRun.class, namespace, name));
        caller.require(run.spec().organizationRef(), run.key());
        return run;
    }

    /**
     * What may be done with a run.
     *
     * @param generation what {@code expectedGeneration} is compared with
     */
    public record Actions(long generation, List<Allowance> allowances) {

        public Actions {
            allowances = List.copyOf(allowances);
        }
    }

    /** What became of a request. */
    public sealed interface Answer permits Done, Refused {}

    /** It is done; this is the run now, or the new run that it led to. */
    public record Done(AgentDispatchRun run) implements Answer {}

    /** It is not done; the code is stable, the message says why. */
    public record Refused(String code, String message) implements Answer {}
}
