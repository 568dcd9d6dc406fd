package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.WorkItemLinks;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Ownership;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.Phase;
import ai.a5c.krate.workspace.Transition;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import ai.a5c.krate.workspace.WorkspaceMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What people do with workspaces: each of it allowed or refused with the reason, audited, and done at once. */
public final class WorkspaceDesk {

    private static final int LONGEST_NOTE = 2_000;

    private final Desk desk;
    private final WorkspaceKeeper keeper;
    private final Consents consents;
    private final Whereabouts whereabouts;

    public WorkspaceDesk(Desk desk) {
        this.desk = desk;
        this.keeper = new WorkspaceKeeper(desk);
        this.consents = new Consents(desk);
        this.whereabouts = new Whereabouts(desk);
    }

    /**
     * Does what is asked; where it is so already, nothing happens. Where a person must approve it first, people are asked,
     * and {@code status.request} says so.
     *
     * @throws RefusedException {@code NOT_FOUND}; {@code STALE}; {@code OTHER_HOST}; {@code APPROVAL_PENDING} if another
     *     action waits for people; {@code APPROVAL_DENIED} if exactly this was denied; {@code INVALID_RESOURCE} for a bad argument; a reason of the state machine, such as {@code WORKSPACE_DIRTY}; {@code
     *     CONFLICTS}, {@code WORKSPACE_TROUBLE} or {@code TRY_LATER} if it could not be done
     */
    public AgentWorkspace act(WorkspaceOrder order, Caller caller) {
        check(order);
        if (order.action() == Action.CLEANUP) {
            look(order, caller);
        }
        Admitted admitted = desk.write(records -> ask(records, order, caller));
        AgentWorkspace asked = admitted.workspace();
        if (admitted.gated()) {
            return consents.ask(asked, order, caller);
        }
        if (!asked.status().task().pending().equals(order.action().word())) {
            return asked;
        }
        return done(order, asked);
    }

    /** What was seen some minutes ago says nothing of work that was done since, and a cleanup would take that with it. */
    private void look(WorkspaceOrder order, Caller caller) {
        try {
            desk.get(AgentWorkspace.class, order.namespace(), order.workspace())
                    .filter(workspace -> caller.mayIn(workspace.spec().organizationRef()))
                    .ifPresent(keeper::seen);
        } catch (GitRefusedException e) {
            if (!order.discard() || GitTrouble.mayPass(e)) {
                throw new RefusedException(
                        GitTrouble.mayPass(e) ? "TRY_LATER" : "WORKSPACE_TROUBLE",
                        "whether there is work in it cannot be told: " + e.getMessage());
            }
        }
    }

    private AgentWorkspace done(WorkspaceOrder order, AgentWorkspace asked) {
        AgentWorkspace after;
        try {
            after = keeper.finish(asked);
        } catch (GitRefusedException e) {
            throw new RefusedException(
                    "TRY_LATER", "it cannot be done now and is tried again by itself: " + e.getMessage());
        }
        AgentWorkspace seen = keeper.seen(after);
        String trouble = after.status().task().trouble();
        if (order.action() == Action.REBASE_MARK_RESOLVED && !trouble.isEmpty()) {
            throw new RefusedException(
                    "CONFLICTS",
                    "there are conflict markers left in %s"
                            .formatted(String.join(", ", after.status().tree().conflicts())));
        }
        boolean failed = !trouble.isEmpty() && after.status().tree().conflicts().isEmpty();
        if (failed) {
            throw new RefusedException("WORKSPACE_TROUBLE", trouble);
        }
        return seen;
    }

    private static void check(WorkspaceOrder order) {
        boolean longNote = order.action() == Action.NOTE && order.argument().length() > LONGEST_NOTE;
        if (longNote) {
            throw new RefusedException(
                    "INVALID_RESOURCE", "$.note has more than %d characters".formatted(LONGEST_NOTE));
        }
        boolean oddSide = order.action() == Action.REBASE_AUTO_RESOLVE
                && !List.of("", "work", "upstream").contains(order.argument());
        if (oddSide) {
            throw new RefusedException("INVALID_RESOURCE", "$.keep must be work or upstream");
        }
        if (order.action() == Action.LINK && !WorkItemLinks.isWorkItem(order.argument())) {
            throw new RefusedException("INVALID_RESOURCE", "$.workItem must be such as issue/7 or pull-request/3");
        }
    }

    /**
     * What is asked for, if it may be.
     *
     * @param gated whether nothing happened yet, because a person must approve it first
     */
    private record Admitted(AgentWorkspace workspace, boolean gated) {}

    private Admitted ask(Records records, WorkspaceOrder order, Caller caller) {
        AgentWorkspace workspace = records.need(AgentWorkspace.class, order.namespace(), order.workspace());
        caller.require(workspace.spec().organizationRef(), workspace.key());
        requireGeneration(order, workspace);
        Optional<RefusedException> refusal = refusal(records, workspace, order.action(), order.discard());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Asked asked = new Asked(order.action(), order.discard());
        return !WorkspaceBook.refuses(workspace, asked) && Consents.areNeeded(records, workspace, asked)
                ? new Admitted(workspace, true)
                : new Admitted(moved(records, workspace, order, caller), false);
    }

    private AgentWorkspace moved(Records records, AgentWorkspace workspace, WorkspaceOrder order, Caller caller) {
        AgentWorkspace moved = WorkspaceBook.on(
                records, here(workspace, order.action()), new Asked(order.action(), order.discard()), caller.name());
        return switch (order.action()) {
            case NOTE ->
                records.update(
                        moved.with(moved.status().draft().note(order.argument()).build()));
            case LINK -> {
                WorkItemLinks.byHand(records, moved, order.argument(), caller.name());
                yield moved;
            }
            case REBASE_AUTO_RESOLVE -> {
                Task task = moved.status().task();
                yield records.update(moved.with(moved.status()
                        .draft()
                        .task(new Task(task.pending(), task.actor(), order.argument(), ""))
                        .build()));
            }
            default -> moved;
        };
    }

    private static void requireGeneration(WorkspaceOrder order, AgentWorkspace workspace) {
        long now = workspace.status().stateGeneration();
        if (order.expectedGeneration().isPresent() && order.expectedGeneration().getAsLong() != now) {
            throw new RefusedException(
                    "STALE",
                    "$.expectedGeneration is %d, but the workspace is at generation %d by now, %s; look at it again"
                            .formatted(
                                    order.expectedGeneration().getAsLong(),
                                    now,
                                    WorkspaceStates.of(workspace).phase().word()));
        }
    }

    /** What is made anew is made here, wherever it was. */
    private AgentWorkspace here(AgentWorkspace workspace, Action action) {
        return action == Action.PROVISION || action == Action.RECOVER || isWithoutDirectory(workspace)
                ? workspace.with(workspace.status().draft().host(keeper.host()).build())
                : workspace;
    }

    private static boolean isWithoutDirectory(AgentWorkspace workspace) {
        Phase phase = WorkspaceStates.of(workspace).phase();
        return phase == Phase.ARCHIVED || phase == Phase.REMOVED;
    }

    /** Why {@code action} cannot be done with {@code workspace} now, for whoever may write; empty if it can. */
    public Optional<RefusedException> refusal(AgentWorkspace workspace, Action action, boolean discard) {
        return desk.write(records -> refusal(records, workspace, action, discard));
    }

    private Optional<RefusedException> refusal(
            Records records, AgentWorkspace workspace, Action action, boolean discard) {
        Transition answer = WorkspaceMachine.on(WorkspaceStates.of(workspace), new Asked(action, discard));
        if (answer instanceof Transition.Refused refused) {
            return refused.reason() == Transition.Reason.ALREADY_DONE
                    ? Optional.empty()
                    : Optional.of(new RefusedException(refused.reason().name(), refused.message()));
        }
        boolean elsewhere = action.touchesDirectory()
                && !workspace.status().host().equals(keeper.host())
                && !isWithoutDirectory(workspace);
        if (elsewhere) {
            return Optional.of(new RefusedException(
                    "OTHER_HOST",
                    "the workspace is on '%s', and this server is on '%s'; ask a server there"
                            .formatted(workspace.status().host(), keeper.host())));
        }
        return Consents.areNeeded(records, workspace, new Asked(action, discard))
                ? Consents.busy(workspace, action)
                : Optional.empty();
    }

    /** Everything that can be asked, each with why it cannot be done now. */
    public List<Offer> offers(AgentWorkspace workspace) {
        return desk.write(records -> Arrays.stream(Action.values())
                .map(action -> offer(records, workspace, action))
                .toList());
    }

    private Offer offer(Records records, AgentWorkspace workspace, Action action) {
        return new Offer(
                action,
                refusal(records, workspace, action, false),
                refusal(records, workspace, action, true),
                Consents.areNeeded(records, workspace, new Asked(action, action == Action.CLEANUP)));
    }

    /**
     * One action.
     *
     * @param refusal why it cannot be done as it is
     * @param discarding why it cannot be done even if everything may be discarded
     * @param gated whether a person must approve it first; of a cleanup, the one that discards
     */
    public record Offer(
            Action action, Optional<RefusedException> refusal, Optional<RefusedException> discarding, boolean gated) {}

    /**
     * Makes a workspace for people to look into and for attempts on the same ref to use, here; the one that is there is
     * found again.
     *
     * @throws RefusedException {@code INVALID_RESOURCE} if repository, policy or ref is not there; {@code TRY_LATER}
     */
    public AgentWorkspace provision(NewWorkspace wanted, Caller caller) {
        caller.require(wanted.organization(), wanted.key());
        Repository repository = desk.get(Repository.class, wanted.namespace(), wanted.repository())
                .orElseThrow(() -> new RefusedException(
                        "INVALID_RESOURCE",
                        "$.repository names '%s', which is not there".formatted(wanted.repository())));
        requirePolicy(wanted);
        if (!wanted.workItem().isEmpty() && !WorkItemLinks.isWorkItem(wanted.workItem())) {
            throw new RefusedException("INVALID_RESOURCE", "$.workItem must be such as issue/7 or pull-request/3");
        }
        String ref = wanted.ref().isEmpty() ? repository.spec().defaultBranch() : wanted.ref();
        String sha = commit(whereabouts.remote(repository), ref);
        String name = Tenancies.sharedName(
                wanted.organization(), wanted.repository(), wanted.policy(), ref, wanted.workItem());
        AgentWorkspace stored = desk.write(records -> records.get(AgentWorkspace.class, wanted.namespace(), name)
                .orElseGet(() -> create(records, wanted, name, new Start(ref, sha), caller)));
        WorkspaceOrder order =
                new WorkspaceOrder(wanted.namespace(), name, Action.PROVISION, "", false, OptionalLong.empty());
        return stored.status().task().pending().equals(Action.PROVISION.word())
                ? done(order, stored)
                : act(order, caller);
    }

    private void requirePolicy(NewWorkspace wanted) {
        if (wanted.policy().isEmpty()) {
            return;
        }
        AgentWorkspacePolicy policy = desk.get(AgentWorkspacePolicy.class, wanted.namespace(), wanted.policy())
                .orElseThrow(() -> new RefusedException(
                        "INVALID_RESOURCE",
                        "$.workspacePolicyRef names '%s', which is not there".formatted(wanted.policy())));
        if (policy.spec().mode() == AgentWorkspacePolicy.Mode.NONE) {
            throw new RefusedException(
                    "INVALID_RESOURCE",
                    "$.workspacePolicyRef names '%s', whose mode none gives no checkout; name another or none"
                            .formatted(wanted.policy()));
        }
    }

    private String commit(Remote remote, String ref) {
        try {
            desk.ports().repositories().fetch(remote);
            return desk.ports()
                    .repositories()
                    .resolve(remote, ref)
                    .orElseThrow(() -> new RefusedException(
                            "INVALID_RESOURCE", "$.ref names no commit of the repository: '%s'".formatted(ref)));
        } catch (GitRefusedException e) {
            throw new RefusedException("TRY_LATER", "the repository cannot be fetched now: " + e.getMessage());
        }
    }

    private record Start(String ref, String sha) {}

    private AgentWorkspace create(Records records, NewWorkspace wanted, String name, Start start, Caller caller) {
        AgentWorkspace created = records.create(new AgentWorkspace(
                Metadata.named(wanted.namespace(), name, Map.of()),
                new AgentWorkspace.Spec(
                        wanted.organization(),
                        wanted.repository(),
                        name,
                        Ownership.REF,
                        "",
                        start.sha(),
                        start.ref(),
                        Trust.TRUSTED,
                        wanted.policy(),
                        wanted.workItem()),
                AgentWorkspace.Status.asked(keeper.host(), start.sha())
                        .draft()
                        .activeAt(records.now())
                        .build()));
        Journal.audit(
                records,
                caller.name(),
                "workspace.create",
                created.key(),
                Map.of("ref", start.ref(), "sha", start.sha()));
        if (!wanted.workItem().isEmpty()) {
            WorkItemLinks.byHand(records, created, wanted.workItem(), caller.name());
        }
        return WorkspaceBook.on(records, created, new Asked(Action.PROVISION, false), caller.name());
    }
}
