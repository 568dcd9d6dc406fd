package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Ownership;
import ai.a5c.krate.kind.execution.AgentWorkspace.Tenancy;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.Choice;
import ai.a5c.krate.workspace.Phase;
import ai.a5c.krate.workspace.WorkspaceEvent;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptBegan;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptEnded;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who works where: gives attempts their workspaces, and takes them back, each in the caller's transaction. */
public final class Tenancies {

    private static final String ACTOR = "krate";

    private final Desk desk;

    public Tenancies(Desk desk) {
        this.desk = desk;
    }

    /** The workspace that an attempt works in, or did last. */
    public static Optional<AgentWorkspace> of(Records records, String namespace, String attempt) {
        Optional<AgentWorkspace> own = records.get(AgentWorkspace.class, namespace, attempt);
        return own.isPresent()
                ? own
                : records
                        .list(
                                AgentWorkspace.class,
                                Query.of("AgentWorkspace", namespace).whereField("status.tenancy.attempt", attempt))
                        .stream()
                        .findFirst();
    }

    /** The workspace that the attempt shall work in, recorded as asked for where its directory is to be made. */
    public AgentWorkspace reserve(
            Records records,
            AgentDispatchRun run,
            AgentDispatchAttempt attempt,
            Optional<AgentWorkspacePolicy> policy) {
        String namespace = run.metadata().namespace();
        String name = attempt.metadata().name();
        Optional<AgentWorkspace> own = of(records, namespace, name).map(found -> here(records, found));
        if (own.isPresent()) {
            return own.get();
        }
        String ref = ref(records, run);
        Optional<AgentWorkspace> earlier = earlier(records, run, attempt, ref);
        if (earlier.isPresent()) {
            return tenant(records, earlier.get(), run, new AttemptBegan(name));
        }
        String sharedName = sharedName(run, policy, ref);
        Optional<AgentWorkspace> shared = mode(policy) == Choice.Mode.REUSE
                ? records.get(AgentWorkspace.class, namespace, sharedName).map(found -> vacated(records, found))
                : Optional.empty();
        Choice.Chosen chosen = Choice.of(wanted(run, policy, ref), Optional.empty(), shared.map(this::existing));
        if (chosen instanceof Choice.Reuse && shared.isPresent()) {
            return tenant(records, shared.get(), run, new AttemptBegan(name));
        }
        return chosen instanceof Choice.Shared
                ? create(records, run, new Asking(sharedName, Ownership.REF, ref), policy)
                : create(records, run, new Asking(name, Ownership.ATTEMPT, ref), policy);
    }

    /** Where an attempt of the same run, which this one goes on from, worked; empty if that cannot be used. */
    private Optional<AgentWorkspace> earlier(
            Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, String ref) {
        String wanted = attempt.spec().workspaceRef();
        String name = wanted.isEmpty() ? attempt.spec().origin().attempt() : wanted;
        Optional<AgentWorkspace> found = records.get(
                        AgentWorkspace.class, run.metadata().namespace(), name)
                .map(workspace -> vacated(records, workspace))
                .filter(workspace -> isFit(
                        workspace, run, ref, new AttemptBegan(attempt.metadata().name())));
        if (found.isEmpty() && !wanted.isEmpty()) {
            throw new RefusedException(
                    "WORKSPACE_NOT_USABLE",
                    "the run wants workspace '%s', which is not there, in use, elsewhere, or for other work"
                            .formatted(name));
        }
        return found;
    }

    private boolean isFit(AgentWorkspace workspace, AgentDispatchRun run, String ref, AttemptBegan began) {
        Choice.Existing existing = existing(workspace);
        return existing.place()
                        .equals(place(run.spec().repository(), ref, run.spec().trust()))
                && existing.host()
                        .equals(desk.ports().repositories().worktrees().host())
                && !WorkspaceBook.refuses(workspace, began)
                && (!existing.state().dirty()
                        || existing.run().equals(run.metadata().name()));
    }

    /** The attempt's workspace with its directory made, and the attempt in it. */
    public AgentWorkspace begin(Records records, AgentWorkspace reserved, AgentDispatchRun run, String attempt) {
        AgentWorkspace now = records.need(
                AgentWorkspace.class,
                reserved.metadata().namespace(),
                reserved.metadata().name());
        return WorkspaceStates.of(now).phase() == Phase.PROVISIONING
                ? tenant(records, now, run, new WorkspaceEvent.Provisioned(), new AttemptBegan(attempt))
                : tenant(records, now, run, new AttemptBegan(attempt));
    }

    /** The workspace once {@code events} have happened, the last of which is that an attempt of {@code run} began. */
    private static AgentWorkspace tenant(
            Records records, AgentWorkspace workspace, AgentDispatchRun run, WorkspaceEvent... events) {
        return WorkspaceBook.on(
                records,
                workspace,
                List.of(events),
                ACTOR,
                now -> now.with(now.status()
                        .draft()
                        .tenancy(new Tenancy(
                                now.status().tenancy().attempt(), run.metadata().name(), ""))
                        .base(now.spec().sha().isEmpty() ? "" : run.spec().sha())
                        .activeAt(records.now())
                        .build()));
    }

    /** The attempt no longer works in its workspace; empty if it had none, or was out before. */
    public static Optional<AgentWorkspace> end(Records records, AgentDispatchAttempt attempt) {
        String name = attempt.metadata().name();
        Optional<AgentWorkspace> found = of(records, attempt.metadata().namespace(), name);
        if (found.filter(Tenancies::wasNeverMade).isPresent()) {
            return found.map(workspace -> giveUp(records, workspace));
        }
        return found.filter(workspace -> workspace.status().tenancy().attempt().equals(name))
                .map(workspace -> {
                    AgentWorkspace left = WorkspaceBook.on(records, workspace, new AttemptEnded(name), ACTOR);
                    String run = left.status().tenancy().lastRun();
                    records.transaction()
                            .send(
                                    Topics.workspace(left.status().host()),
                                    left.key().toString(),
                                    records.now().plus(WorkspaceBook.GRACE));
                    return records.update(left.with(left.status()
                            .draft()
                            .tenancy(new Tenancy("", run, outcome(attempt)))
                            .activeAt(records.now())
                            .build()));
                });
    }

    private static boolean wasNeverMade(AgentWorkspace workspace) {
        return workspace.spec().ownership() == Ownership.ATTEMPT
                && WorkspaceStates.of(workspace).phase() == Phase.PROVISIONING;
    }

    /** Nobody waits any more for the directory to be made; what is there of it goes. */
    private static AgentWorkspace giveUp(Records records, AgentWorkspace workspace) {
        boolean removing = workspace.status().task().pending().equals(Action.CLEANUP.word());
        AgentWorkspace idle = workspace.status().task().pending().isEmpty() || removing
                ? workspace
                : WorkspaceBook.on(records, workspace, new WorkspaceEvent.Failed("its attempt ended"), ACTOR);
        return WorkspaceBook.on(records, idle, new Asked(Action.CLEANUP, true), ACTOR);
    }

    private static String outcome(AgentDispatchAttempt attempt) {
        return switch (attempt.status().phase()) {
            case SUCCEEDED -> "SUCCESS";
            case CANCELLED -> "CANCELLATION";
            default -> "FAILURE";
        };
    }

    /** A shared workspace without an attempt that is over already. */
    private static AgentWorkspace vacated(Records records, AgentWorkspace workspace) {
        String tenant = workspace.status().tenancy().attempt();
        return records.get(AgentDispatchAttempt.class, workspace.metadata().namespace(), tenant)
                .filter(attempt -> attempt.status().finishedAt() != null)
                .flatMap(attempt -> end(records, attempt))
                .orElse(workspace);
    }

    /** The attempt's own workspace, to be made anew here if it was made on another host. */
    private AgentWorkspace here(Records records, AgentWorkspace workspace) {
        String host = desk.ports().repositories().worktrees().host();
        Phase phase = WorkspaceStates.of(workspace).phase();
        if (workspace.status().host().equals(host)) {
            return phase == Phase.LOST || phase == Phase.REMOVED
                    ? WorkspaceBook.on(records, workspace, new Asked(Action.PROVISION, false), ACTOR)
                    : workspace;
        }
        records.transaction()
                .send(
                        Topics.workspace(workspace.status().host()),
                        workspace.key().toString(),
                        records.now());
        AgentWorkspace lost = phase.hasDirectory()
                ? WorkspaceBook.on(records, workspace, new WorkspaceEvent.FoundMissing(), ACTOR)
                : workspace;
        AgentWorkspace moved =
                records.update(lost.with(lost.status().draft().host(host).build()));
        return WorkspaceBook.on(records, moved, new Asked(Action.PROVISION, false), ACTOR);
    }

    private AgentWorkspace create(
            Records records, AgentDispatchRun run, Asking asking, Optional<AgentWorkspacePolicy> policy) {
        String sha = mode(policy) == Choice.Mode.NONE ? "" : run.spec().sha();
        AgentWorkspace.Status asked = AgentWorkspace.Status.asked(
                desk.ports().repositories().worktrees().host(), sha);
        return records.create(new AgentWorkspace(
                Metadata.named(
                        run.metadata().namespace(),
                        asking.name(),
                        run.metadata().labels()),
                new AgentWorkspace.Spec(
                        run.spec().organizationRef(),
                        run.spec().repository(),
                        asking.name(),
                        asking.ownership(),
                        run.metadata().name(),
                        sha,
                        asking.ref(),
                        run.spec().trust(),
                        policy.map(one -> one.metadata().name()).orElse(""),
                        run.spec().workItem()),
                asked.draft()
                        .task(new AgentWorkspace.Task(Action.PROVISION.word(), ACTOR, "", ""))
                        .activeAt(records.now())
                        .build()));
    }

    private Choice.Wanted wanted(AgentDispatchRun run, Optional<AgentWorkspacePolicy> policy, String ref) {
        return new Choice.Wanted(
                mode(policy),
                place(run.spec().repository(), ref, run.spec().trust()),
                desk.ports().repositories().worktrees().host(),
                run.metadata().name(),
                policy.map(one -> one.spec().maxBytes()).orElse(0L));
    }

    /** What a new workspace is called, who shares it, and the ref that it is for. */
    private record Asking(String name, Ownership ownership, String ref) {}

    /** The ref that a run works on: its own, or the branch that issues are worked on. */
    private static String ref(Records records, AgentDispatchRun run) {
        return run.spec().ref().isEmpty()
                ? records.get(
                                Repository.class,
                                run.metadata().namespace(),
                                run.spec().repository())
                        .map(repository -> repository.spec().defaultBranch())
                        .orElse("")
                : run.spec().ref();
    }

    private static Choice.Mode mode(Optional<AgentWorkspacePolicy> policy) {
        return policy.map(one -> switch (one.spec().mode()) {
                    case ISOLATED_WORKTREE -> Choice.Mode.ISOLATED;
                    case REUSE_BRANCH -> Choice.Mode.REUSE;
                    case NONE -> Choice.Mode.NONE;
                })
                .orElse(Choice.Mode.ISOLATED);
    }

    private Choice.Existing existing(AgentWorkspace workspace) {
        AgentWorkspace.Spec spec = workspace.spec();
        return new Choice.Existing(
                workspace.metadata().name(),
                place(spec.repository(), spec.ref(), spec.trust()),
                workspace.status().host(),
                WorkspaceStates.of(workspace),
                workspace.status().tenancy().lastRun(),
                workspace.status().bytes());
    }

    private static Choice.Place place(String repository, String ref, Trust trust) {
        return new Choice.Place(repository, ref, trust == Trust.TRUSTED);
    }

    /** The name of the workspace that all attempts on the same ref and work item share, by the policy. */
    private static String sharedName(AgentDispatchRun run, Optional<AgentWorkspacePolicy> policy, String ref) {
        return sharedName(
                run.spec().organizationRef(),
                run.spec().repository(),
                policy.map(one -> one.metadata().name()).orElse(""),
                ref,
                run.spec().workItem());
    }

    static String sharedName(String organization, String repository, String policy, String ref, String workItem) {
        return Names.seeded(
                "workspace",
                CanonicalJson.text(Map.of(
                        "organization", organization,
                        "repository", repository,
                        "policy", policy,
                        "ref", ref,
                        "workItem", workItem)));
    }
}
