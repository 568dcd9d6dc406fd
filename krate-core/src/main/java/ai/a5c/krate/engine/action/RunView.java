package ai.a5c.krate.engine.action;

import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.LastAttempt;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.dispatch.RunActions;
import ai.a5c.krate.dispatch.RunPhase;
import ai.a5c.krate.dispatch.RunSituation;
import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.dispatch.RunSituation.Place;
import ai.a5c.krate.engine.Conversations;
import ai.a5c.krate.engine.Hosts;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A run with its attempts, as one transaction sees them, and what may be done with it. */
final class RunView {

    private static final Set<AttemptPhase> ATTACHED =
            EnumSet.of(AttemptPhase.RUNNING, AttemptPhase.WAITING_FOR_INPUT, AttemptPhase.WAITING_FOR_APPROVAL);

    private static final Set<WorkspacePhase> THERE =
            EnumSet.of(WorkspacePhase.PROVISIONED, WorkspacePhase.IN_USE, WorkspacePhase.RELEASED);

    private final AgentDispatchRun run;
    private final List<AgentDispatchAttempt> attempts;
    private final Optional<AgentWorkspace> workspace;
    private final boolean outOfReach;
    private final Instant now;

    private RunView(
            AgentDispatchRun run,
            List<AgentDispatchAttempt> attempts,
            Optional<AgentWorkspace> workspace,
            boolean outOfReach,
            Instant now) {
        this.now = now;
        this.outOfReach = outOfReach;
        this.run = run;
        this.attempts = attempts;
        this.workspace = workspace;
    }

    /** What a server at the host {@code here} sees. */
    static RunView of(Records records, AgentDispatchRun run, String here) {
        List<AgentDispatchAttempt> attempts = RunBook.attempts(records, run).stream()
                .sorted(Comparator.comparingInt(attempt -> attempt.spec().number()))
                .toList();
        Instant now = records.now();
        Optional<AgentDispatchAttempt> conversation = conversation(attempts, now);
        return new RunView(
                run,
                attempts,
                conversation.flatMap(attempt -> workspace(records, attempt)),
                conversation
                        .filter(attempt ->
                                Hosts.isOutOfReach(records, attempt.status().host(), here))
                        .isPresent(),
                now);
    }

    private static Optional<AgentWorkspace> workspace(Records records, AgentDispatchAttempt attempt) {
        String name = attempt.spec().workspaceRef().isEmpty()
                ? attempt.metadata().name()
                : attempt.spec().workspaceRef();
        return records.get(AgentWorkspace.class, attempt.metadata().namespace(), name);
    }

    AgentDispatchRun run() {
        return run;
    }

    /** Where the conversation was held. */
    Place place() {
        if (outOfReach) {
            return Place.OUT_OF_REACH;
        }
        return workspace.filter(one -> THERE.contains(one.status().phase())).isPresent() ? Place.THERE : Place.REMOVED;
    }

    /** Whether the conversation was held under no less trust than the run has now. */
    private boolean isTrusted() {
        return workspace
                .filter(one -> one.spec().trust().compareTo(run.spec().trust()) < 0)
                .isEmpty();
    }

    /** The attempt whose agent is at work and can be spoken to. */
    Optional<AgentDispatchAttempt> attached() {
        return last().filter(attempt -> ATTACHED.contains(attempt.status().phase()));
    }

    /** The latest attempt. */
    Optional<AgentDispatchAttempt> last() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** The latest attempt that told the exact id of its conversation, which is still kept. */
    Optional<AgentDispatchAttempt> conversation() {
        return conversation(attempts, now);
    }

    private static Optional<AgentDispatchAttempt> conversation(List<AgentDispatchAttempt> attempts, Instant now) {
        return attempts.stream()
                .filter(attempt -> Conversations.isKept(attempt, now))
                .reduce((earlier, later) -> later);
    }

    /** Whether {@code action} is allowed to whoever {@code judged} speaks of; a denial says what is missing. */
    Allowance allowance(RunAction action, Judged judged, Head head) {
        return told(RunActions.of(action, situation(judged, head)), judged);
    }

    /** As {@link #allowance}, of every action, whatever the branch is at. */
    List<Allowance> allowances(Judged judged) {
        return RunActions.of(situation(judged, Head.UNKNOWN)).stream()
                .map(one -> told(one, judged))
                .toList();
    }

    private static Allowance told(Allowance allowance, Judged judged) {
        if (allowance.code() != Allowance.Code.POLICY_DENIED) {
            return allowance;
        }
        return new Allowance(allowance.action(), allowance.code(), allowance.message() + ": " + judged.denial());
    }

    private RunSituation situation(Judged judged, Head head) {
        Optional<AgentDispatchAttempt> speaker = attached().or(this::conversation);
        boolean over = RunPhase.valueOf(run.status().phase().name()).isTerminal();
        return new RunSituation(
                RunPhase.valueOf(run.status().phase().name()),
                LastAttempt.of(run.status().lastAttempt()),
                !over && attached().isPresent(),
                over && attempts.stream().anyMatch(attempt -> attempt.status().finishedAt() == null),
                run.status().cancelRequested(),
                speaker.map(attempt -> Set.copyOf(attempt.status().capabilities()))
                        .orElse(Set.of()),
                conversation().isPresent(),
                place(),
                isTrusted(),
                !run.spec().branch().isEmpty(),
                head,
                judged.review());
    }
}
