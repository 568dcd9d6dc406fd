package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.WorkspaceApprovals;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkTree;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.Phase;
import ai.a5c.krate.workspace.Retention;
import ai.a5c.krate.workspace.WorkspaceEvent;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the workspaces of this host: finishes what was begun, looks at them, and lets go of what is no longer kept. */
public final class WorkspaceKeeper {

    private static final String ACTOR = "krate";
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Desk desk;
    private final WorkspaceWork work;
    private final WorkspacePolicies policies;
    private final Consents consents;

    public WorkspaceKeeper(Desk desk) {
        this.desk = desk;
        this.work = new WorkspaceWork(desk);
        this.policies = new WorkspacePolicies(desk);
        this.consents = new Consents(desk);
    }

    /** The name of the place where this server can work. */
    public String host() {
        return desk.ports().repositories().worktrees().host();
    }

    /** Looks after the workspace that {@code message} names, and says when it is to be looked after next. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentWorkspace> found = desk.get(AgentWorkspace.class, key.namespace(), key.name());
        Optional<Instant> next = found.flatMap(this::lookAfter);
        desk.write(records -> next.isPresent()
                ? records.transaction().retry(message, next.get())
                : records.transaction().done(message));
    }

    private Optional<Instant> lookAfter(AgentWorkspace workspace) {
        if (!work.isHere(workspace)) {
            leave(workspace);
            return Optional.empty();
        }
        try {
            if (isGone(workspace)) {
                leave(workspace);
            }
            AgentWorkspace ready = consents.proceed(workspace);
            AgentWorkspace now = ready.status().task().pending().isEmpty() ? ready : finish(ready);
            return settle(goesUnseen(now) ? now : seen(now));
        } catch (GitRefusedException e) {
            return Optional.of(desk.ports().clock().instant().plus(PAUSE));
        }
    }

    /** Whether nothing of it should be on a disk. */
    static boolean isGone(AgentWorkspace workspace) {
        Phase phase = WorkspaceStates.of(workspace).phase();
        boolean idle = workspace.status().task().pending().isEmpty();
        return idle && (phase == Phase.REMOVED || phase == Phase.ARCHIVED);
    }

    private boolean goesUnseen(AgentWorkspace workspace) {
        return WorkspaceStates.of(workspace).phase() == Phase.RELEASED
                && policies.of(workspace).isEmpty()
                && !isKeptByHand(workspace);
    }

    private static boolean isKeptByHand(AgentWorkspace workspace) {
        return workspace.status().pinned()
                || workspace.status().tenancy().lastRun().isEmpty();
    }

    /** What is left here of a workspace that went on elsewhere, or that a worker made again when it was gone. */
    private void leave(AgentWorkspace workspace) {
        repository(workspace)
                .ifPresent(ignored -> desk.ports()
                        .repositories()
                        .removeWorktree(work.remote(workspace), workspace.spec().workspacePath()));
    }

    private Optional<Repository> repository(AgentWorkspace workspace) {
        return desk.get(
                Repository.class,
                workspace.metadata().namespace(),
                workspace.spec().repository());
    }

    /**
     * Does the pending action and stores what came of it.
     *
     * @throws GitRefusedException if it may work later; then it is still pending
     */
    AgentWorkspace finish(AgentWorkspace workspace) {
        WorkspaceWork.Outcome outcome;
        try {
            outcome = work.perform(workspace);
        } catch (GitRefusedException e) {
            if (GitTrouble.mayPass(e)) {
                throw e;
            }
            outcome = WorkspaceWork.Outcome.of(new WorkspaceEvent.Failed(e.code() + ": " + e.getMessage()));
        } catch (RefusedException e) {
            outcome = WorkspaceWork.Outcome.of(new WorkspaceEvent.Failed(e.code() + ": " + e.getMessage()));
        }
        WorkspaceWork.Outcome came = outcome;
        return desk.write(records -> store(records, workspace, came));
    }

    /** An outcome that nobody waits for any more, because another one was first, changes nothing. */
    private static AgentWorkspace store(Records records, AgentWorkspace workspace, WorkspaceWork.Outcome outcome) {
        AgentWorkspace now = need(records, workspace);
        if (!now.status().task().pending().equals(workspace.status().task().pending())) {
            return now;
        }
        AgentWorkspace moved = WorkspaceBook.on(records, now, outcome.event(), ACTOR);
        Task task = moved.status().task();
        String trouble = outcome.event() instanceof WorkspaceEvent.Failed failed
                ? failed.reason()
                : outcome.conflicts().isEmpty()
                        ? ""
                        : "files in conflict: " + outcome.conflicts().size();
        WorkTree tree = moved.status().tree();
        WorkTree next = new WorkTree(
                tree.branch(),
                tree.headSha(),
                tree.tracking(),
                tree.ahead(),
                tree.behind(),
                tree.dirty(),
                outcome.conflicts(),
                tree.missing());
        AgentWorkspace done = records.update(moved.with(moved.status()
                .draft()
                .task(new Task(task.pending(), task.actor(), "", trouble))
                .seen(next, moved.status().bytes())
                .activeAt(records.now())
                .build()));
        return done.status().request().equals(AgentWorkspace.Request.NONE)
                ? done
                : WorkspaceApprovals.settled(
                        records, done, outcome.event() instanceof WorkspaceEvent.Failed failed ? failed.reason() : "");
    }

    private static AgentWorkspace need(Records records, AgentWorkspace workspace) {
        return records.need(
                AgentWorkspace.class,
                workspace.metadata().namespace(),
                workspace.metadata().name());
    }

    /** The workspace with what Git says of it now. */
    AgentWorkspace seen(AgentWorkspace workspace) {
        boolean nothingToSee = workspace.spec().sha().isEmpty()
                || !work.isHere(workspace)
                || !workspace.status().task().pending().isEmpty()
                || !looksForDirectory(workspace)
                || repository(workspace).isEmpty();
        if (nothingToSee) {
            return workspace;
        }
        WorkTree before = workspace.status().tree();
        Look look = work.look(workspace, workspace.spec().ref(), before.conflicts());
        return desk.write(records -> note(records, workspace, look));
    }

    private static boolean looksForDirectory(AgentWorkspace workspace) {
        Phase phase = WorkspaceStates.of(workspace).phase();
        return phase.hasDirectory() || phase == Phase.LOST;
    }

    /** What was seen while somebody else moved the workspace is not noted. */
    private static AgentWorkspace note(Records records, AgentWorkspace workspace, Look look) {
        AgentWorkspace now = need(records, workspace);
        if (!now.metadata().resourceVersion().equals(workspace.metadata().resourceVersion())) {
            return now;
        }
        WorkspaceEvent event = look.missing() ? new WorkspaceEvent.FoundMissing() : new WorkspaceEvent.FoundThere();
        AgentWorkspace moved = WorkspaceBook.on(records, now, event, ACTOR);
        WorkTree tree = look.missing()
                ? new WorkTree("", "", "", 0, 0, false, List.of(), true)
                : new WorkTree(
                        look.branch(),
                        look.head(),
                        now.spec().ref(),
                        look.ahead(),
                        look.behind(),
                        look.dirty(),
                        look.conflicts(),
                        false);
        boolean same = tree.equals(moved.status().tree())
                && look.bytes() == moved.status().bytes();
        return same
                ? moved
                : records.update(moved.with(
                        moved.status().draft().seen(tree, look.bytes()).build()));
    }

    /** Lets go of a workspace in which nobody works, if it is time; says when it is to be looked at again. */
    Optional<Instant> settle(AgentWorkspace workspace) {
        Instant now = desk.ports().clock().instant();
        Phase phase = WorkspaceStates.of(workspace).phase();
        if (!phase.hasDirectory() && phase != Phase.LOST) {
            return Optional.empty();
        }
        if (phase != Phase.RELEASED && phase != Phase.PROVISIONED) {
            return Optional.of(now.plus(BETWEEN_LOOKS));
        }
        Retention.Verdict verdict = verdict(workspace, now);
        if (verdict instanceof Retention.Keep keep) {
            Instant next = now.plus(BETWEEN_LOOKS);
            return Optional.of(keep.until().filter(next::isAfter).orElse(next));
        }
        Action action = verdict instanceof Retention.Archive ? Action.ARCHIVE : Action.CLEANUP;
        Optional<AgentWorkspace> asked = ask(workspace, action);
        return asked.map(this::finish).flatMap(this::settle);
    }

    /** Nothing where somebody has begun to use it meanwhile. */
    private Optional<AgentWorkspace> ask(AgentWorkspace workspace, Action action) {
        Asked asked = new Asked(action, true);
        return desk.write(records -> {
            AgentWorkspace now = need(records, workspace);
            boolean same =
                    now.metadata().resourceVersion().equals(workspace.metadata().resourceVersion());
            return same && !WorkspaceBook.refuses(now, asked)
                    ? Optional.of(WorkspaceBook.on(records, now, asked, ACTOR))
                    : Optional.empty();
        });
    }

    private Retention.Verdict verdict(AgentWorkspace workspace, Instant now) {
        Optional<Retention.Policy> policy = policies.of(workspace);
        if (policy.isEmpty()) {
            return isKeptByHand(workspace)
                    ? new Retention.Keep(Optional.empty(), "somebody keeps it")
                    : new Retention.Remove("no policy keeps it");
        }
        Instant last = Optional.ofNullable(workspace.status().lastActivityAt()).orElse(now);
        return Retention.of(
                policy.get(),
                new Retention.Kept(
                        workspace.status().pinned(),
                        WorkspaceStates.of(workspace).dirty(),
                        last,
                        workspace.status().bytes(),
                        newer(workspace, last),
                        outcome(workspace)),
                now);
    }

    private static Optional<Retention.Outcome> outcome(AgentWorkspace workspace) {
        String last = workspace.status().tenancy().lastOutcome();
        return last.isEmpty() ? Optional.empty() : Optional.of(Retention.Outcome.valueOf(last));
    }

    private int newer(AgentWorkspace workspace, Instant last) {
        if (workspace.spec().workItem().isEmpty()) {
            return 0;
        }
        Query query = Query.of("AgentWorkspace", workspace.metadata().namespace())
                .whereField("spec.repository", workspace.spec().repository())
                .whereField("spec.workItem", workspace.spec().workItem());
        return (int) desk.list(AgentWorkspace.class, query).stream()
                .filter(other ->
                        !other.metadata().name().equals(workspace.metadata().name()))
                .filter(other -> WorkspaceStates.of(other).phase().hasDirectory())
                .filter(other -> isNewer(other, workspace, last))
                .count();
    }

    private static boolean isNewer(AgentWorkspace other, AgentWorkspace workspace, Instant last) {
        Instant theirs = Optional.ofNullable(other.status().lastActivityAt()).orElse(Instant.MAX);
        int order = theirs.compareTo(last);
        boolean laterName =
                other.metadata().name().compareTo(workspace.metadata().name()) > 0;
        return order > 0 || (order == 0 && laterName);
    }

    /** Looks after a workspace that was just let go: at once if it is here, else its host is told. */
    public void released(AgentWorkspace workspace) {
        Optional<Instant> next = work.isHere(workspace)
                ? lookAfter(workspace)
                : Optional.of(desk.ports().clock().instant());
        next.ifPresent(when -> desk.write(records -> {
            records.transaction()
                    .send(
                            Topics.workspace(workspace.status().host()),
                            workspace.key().toString(),
                            when);
            return workspace;
        }));
    }
}
