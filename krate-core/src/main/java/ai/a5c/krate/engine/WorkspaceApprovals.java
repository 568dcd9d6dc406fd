package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalEvent;
import ai.a5c.krate.approval.ApprovalPhase;
import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Approvals of what somebody wants to do with a workspace; the run that worked there does not wait for them. */
public final class WorkspaceApprovals {

    /** What annotations of such an approval name: the workspace. */
    public static final String WORKSPACE = "krate.a5c.ai/workspace";

    private WorkspaceApprovals() {}

    /** Whether {@code approval} is one of them. */
    public static boolean isOne(AgentApproval approval) {
        return approval.metadata().annotations().containsKey(WORKSPACE);
    }

    /** What an approval named {@code name} about {@code workspace} is called and labelled. */
    public static Metadata metadata(String name, AgentWorkspace workspace) {
        Map<String, String> labels = new TreeMap<>(workspace.metadata().labels());
        labels.putAll(Labels.of("workspace", workspace.metadata().name()));
        return Metadata.named(workspace.metadata().namespace(), name, labels)
                .annotated(Map.of(WORKSPACE, workspace.metadata().name()));
    }

    /** What people were asked about {@code workspace} before. */
    public static List<Asked> before(Records records, AgentWorkspace workspace) {
        String name = workspace.metadata().name();
        Query query =
                Query.of("AgentApproval", workspace.metadata().namespace()).whereLabel(WORKSPACE, Names.label(name));
        return records.list(AgentApproval.class, query).stream()
                .filter(one -> name.equals(one.metadata().annotations().get(WORKSPACE)))
                .map(one -> new Asked(
                        one.metadata().name(),
                        new Digest(one.spec().bindingDigest()),
                        ApprovalPhase.valueOf(one.status().phase().name()),
                        Objects.requireNonNullElse(one.metadata().creationTimestamp(), Instant.EPOCH)))
                .toList();
    }

    /** People said yes: the workspace's host does it, if it is still exactly what they saw. */
    static void allowed(Records records, AgentApproval approval) {
        waiting(records, approval)
                .ifPresent(workspace -> records.transaction()
                        .send(
                                Topics.workspace(workspace.status().host()),
                                workspace.key().toString(),
                                records.now()));
    }

    /** Somebody said no, or nobody answered in time. */
    static void refused(Records records, AgentApproval approval, String reason) {
        waiting(records, approval)
                .ifPresent(workspace -> end(
                        records,
                        workspace,
                        "%s was not done: %s (%s)"
                                .formatted(
                                        workspace.status().request().action(),
                                        reason,
                                        approval.metadata().name())));
    }

    private static Optional<AgentWorkspace> waiting(Records records, AgentApproval approval) {
        String name = approval.metadata().annotations().getOrDefault(WORKSPACE, "");
        return records.get(AgentWorkspace.class, approval.metadata().namespace(), name)
                .filter(workspace -> workspace
                        .status()
                        .request()
                        .approval()
                        .equals(approval.metadata().name()));
    }

    /** Takes back what was asked about {@code workspace}, because it would no longer do what people saw. */
    public static AgentWorkspace superseded(Records records, AgentWorkspace workspace, String why) {
        Request request = workspace.status().request();
        Digest now = Digest.of(
                "%s %d: %s".formatted(workspace.key(), workspace.status().stateGeneration(), why));
        move(records, workspace, new ApprovalEvent.TargetMoved(now));
        return end(records, workspace, "%s was not done: %s".formatted(request.action(), why));
    }

    /** What was approved was done, or could not be: {@code trouble} says why; empty if it was. */
    public static AgentWorkspace settled(Records records, AgentWorkspace workspace, String trouble) {
        move(
                records,
                workspace,
                trouble.isEmpty() ? new ApprovalEvent.Applied() : new ApprovalEvent.ApplyFailed(trouble));
        return end(records, workspace, workspace.status().task().trouble());
    }

    private static void move(Records records, AgentWorkspace workspace, ApprovalEvent event) {
        records.get(
                        AgentApproval.class,
                        workspace.metadata().namespace(),
                        workspace.status().request().approval())
                .ifPresent(approval -> Approvals.move(records, approval, event));
    }

    private static AgentWorkspace end(Records records, AgentWorkspace workspace, String trouble) {
        Task task = workspace.status().task();
        return records.update(workspace.with(workspace
                .status()
                .draft()
                .changed()
                .request(Request.NONE)
                .task(new Task(task.pending(), task.actor(), task.argument(), trouble))
                .build()));
    }
}
