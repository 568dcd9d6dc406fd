package ai.a5c.krate.engine.action;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.RunSituation.Place;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Hosts;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.NextAttempt;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Talk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import java.util.LinkedHashMap;
import java.util.Map;

/** Actions that stay within their run: they stop it, add an attempt to it, or talk to its agent. */
final class OnRun {

    private static final String GO_ON = "Go on with your task from where you stopped.";

    private final Desk desk;
    private final RunBook book = new RunBook();

    OnRun(Desk desk) {
        this.desk = desk;
    }

    /** The run once the action, which is allowed, has been done. */
    AgentDispatchRun apply(Records records, ActionRequest request, RunView view, Caller caller) {
        AgentDispatchRun run = view.run();
        return switch (request.action()) {
            case CANCEL -> cancel(records, run, caller);
            case RETRY -> retry(records, view, caller);
            case RESUME -> goOn(records, request, view, caller);
            case CONTINUE ->
                view.attached().isPresent()
                        ? tell(records, request, run, view.attached().get(), caller)
                        : goOn(records, request, view, caller);
            case FORK, RERUN_AFTER_FIX -> throw new IllegalStateException("these make a run of their own");
        };
    }

    /** The run once it was asked to stop. */
    AgentDispatchRun cancel(Records records, AgentDispatchRun run, Caller caller) {
        return book.on(records, run, new RunEvent.CancelRequested(caller.name()), caller.name());
    }

    private AgentDispatchRun retry(Records records, RunView view, Caller caller) {
        AgentDispatchRun run = view.run();
        if (run.status().phase() == RunPhase.BLOCKED) {
            return book.on(records, run, new RunEvent.RetryRequested(caller.name()), caller.name());
        }
        AttemptOrigin before =
                view.last().map(attempt -> attempt.spec().origin()).orElse(AttemptOrigin.NONE);
        AttemptOrigin origin = isOutOfReach(records, run, before)
                ? new AttemptOrigin("", "", "", caller.name())
                : new AttemptOrigin(before.attempt(), before.agentSessionId(), before.messageDigest(), caller.name());
        return again(records, run, NextAttempt.of(AttemptReason.RETRY, origin), caller);
    }

    /** Whether what was gone on with is on a machine that does no work now, so that a retry starts from the beginning. */
    private boolean isOutOfReach(Records records, AgentDispatchRun run, AttemptOrigin origin) {
        String here = desk.ports().repositories().worktrees().host();
        return !origin.agentSessionId().isEmpty()
                && records.get(AgentDispatchAttempt.class, run.metadata().namespace(), origin.attempt())
                        .filter(attempt ->
                                Hosts.isOutOfReach(records, attempt.status().host(), here))
                        .isPresent();
    }

    private AgentDispatchRun goOn(Records records, ActionRequest request, RunView view, Caller caller) {
        AgentDispatchAttempt before = view.conversation().orElseThrow();
        String message = request.message().isBlank() ? GO_ON : request.message();
        String told = view.place() == Place.THERE
                ? message
                : "You are in a fresh checkout of commit %s; what you changed before is not in it.%n%n%s"
                        .formatted(view.run().spec().sha(), message);
        AttemptOrigin origin = new AttemptOrigin(
                before.metadata().name(), before.status().agentSessionId(), stored(told), caller.name());
        boolean spoken = !request.message().isBlank();
        if (spoken) {
            note(records, view.run(), request.message(), caller);
        }
        return again(
                records,
                view.run(),
                NextAttempt.of(spoken ? AttemptReason.CONTINUATION : AttemptReason.RESUME, origin),
                caller);
    }

    private AgentDispatchRun again(Records records, AgentDispatchRun run, NextAttempt next, Caller caller) {
        return book.on(
                records,
                run,
                new RunEvent.AttemptRequested(run.status().attempts() + 1, caller.name()),
                caller.name(),
                next);
    }

    /** Leaves the message for whoever holds the attempt's claim. */
    private AgentDispatchRun tell(
            Records records, ActionRequest request, AgentDispatchRun run, AgentDispatchAttempt attempt, Caller caller) {
        String digest = stored(request.message());
        Talk.say(records, attempt, caller.name(), digest);
        note(records, run, request.message(), caller);
        Journal.audit(
                records,
                caller.name(),
                "run.message",
                run.key(),
                Map.of("attempt", attempt.metadata().name(), "message", digest));
        return run;
    }

    private void note(Records records, AgentDispatchRun run, String message, Caller caller) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("text", message);
        document.put("actor", caller.name());
        Journal.tell(records, run.key(), "person", document);
    }

    private String stored(String message) {
        return Blobs.put(desk.ports(), message);
    }
}
