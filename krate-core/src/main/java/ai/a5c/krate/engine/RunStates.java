package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.AttemptPhase;
import ai.a5c.krate.dispatch.AttemptState;
import ai.a5c.krate.dispatch.LastAttempt;
import ai.a5c.krate.dispatch.RunPhase;
import ai.a5c.krate.dispatch.RunState;
import ai.a5c.krate.dispatch.WriteBack;
import ai.a5c.krate.dispatch.WriteBackStanding;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWait;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.resource.Reason;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs and attempts as their state machines see them, and back into their resources. */
public final class RunStates {

    private static final Pattern CODED = Pattern.compile("([A-Z][A-Za-z]+): (.*)", Pattern.DOTALL);

    private RunStates() {}

    /** The state of {@code run}. */
    public static RunState of(AgentDispatchRun run) {
        AgentDispatchRun.Status status = run.status();
        return new RunState(
                RunPhase.valueOf(status.phase().name()),
                status.attempts(),
                Math.max(1, run.spec().maxAttempts()),
                status.fencingToken(),
                LastAttempt.of(status.lastAttempt()),
                status.pendingGates(),
                status.closedGates(),
                status.writeBacks().stream()
                        .map(one -> new WriteBack(one.ordinal(), WriteBackStanding.of(one.standing())))
                        .toList(),
                status.cancelRequested(),
                text(status.terminalReason()));
    }

    /** {@code run} in another state. */
    static AgentDispatchRun with(AgentDispatchRun run, RunState next, Instant now) {
        AgentDispatchRun.Status before = run.status();
        return run.with(new AgentDispatchRun.Status(
                AgentDispatchRun.RunPhase.valueOf(next.phase().name()),
                next.attempts(),
                next.fencingToken(),
                next.lastAttempt().word(),
                before.startedAt() == null && next.fencingToken() > 0 ? now : before.startedAt(),
                next.phase().isTerminal() ? ended(before.finishedAt(), now) : null,
                before.permissionSnapshotDigest(),
                before.permissionRecordDigest(),
                before.contextBundleDigest(),
                next.pendingGates(),
                next.closedGates(),
                before.approvals(),
                before.artifacts(),
                next.writeBacks().stream()
                        .map(one -> new AgentDispatchRun.WriteBack(
                                one.ordinal(), one.standing().word()))
                        .toList(),
                before.costUsd(),
                before.tokens(),
                next.cancelRequested(),
                reason(next.reason()),
                before.conditions(),
                run.metadata().generation(),
                before.stateGeneration() + 1,
                before.eventCursor(),
                before.childRuns(),
                next.phase() == RunPhase.QUEUED ? before.queue() : QueuePlace.NONE,
                before.failure(),
                next.phase() == RunPhase.RUNNING ? before.agentWait() : AgentWait.NONE));
    }

    /** The state of {@code attempt}. */
    public static AttemptState of(AgentDispatchAttempt attempt) {
        AgentDispatchAttempt.Status status = attempt.status();
        return new AttemptState(
                AttemptPhase.valueOf(status.phase().name()),
                attempt.spec().number(),
                status.lease().token(),
                status.cancelRequested(),
                text(status.terminalReason()));
    }

    /** {@code attempt} in another state; its lease is the caller's to change. */
    public static AgentDispatchAttempt with(AgentDispatchAttempt attempt, AttemptState next, Instant now) {
        AgentDispatchAttempt.Status before = attempt.status();
        return attempt.with(new AgentDispatchAttempt.Status(
                AgentDispatchAttempt.AttemptPhase.valueOf(next.phase().name()),
                before.lease(),
                before.runtimeSession(),
                before.agentSessionId(),
                before.cursor(),
                before.startedAt(),
                next.phase().isTerminal() ? ended(before.finishedAt(), now) : null,
                next.cancelRequested(),
                before.costUsd(),
                before.tokens(),
                before.result(),
                reason(next.reason()),
                before.capabilities(),
                before.progress(),
                before.failureClass(),
                before.configurationCommit(),
                before.host()));
    }

    private static Instant ended(@Nullable Instant before, Instant now) {
        return before == null ? now : before;
    }

    /** The reason in a text such as {@code CommitNotFound: the mirror lacks ...}; the code is empty where there is none. */
    public static Reason reason(String text) {
        Matcher matcher = CODED.matcher(text);
        return matcher.matches() ? new Reason(matcher.group(1), matcher.group(2)) : new Reason("", text);
    }

    private static String text(Reason reason) {
        return reason.code().isEmpty() ? reason.message() : reason.code() + ": " + reason.message();
    }
}
