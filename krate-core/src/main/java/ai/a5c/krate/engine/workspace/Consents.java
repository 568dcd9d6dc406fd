package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.approval.RequestCheck;
import ai.a5c.krate.approval.RequestCheck.Answer;
import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.approval.RequestCheck.Limits;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.WorkspaceApprovals;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Rebase;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.kind.execution.WorkspaceStatusDraft;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.Gate;
import ai.a5c.krate.workspace.WorkspaceEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has people approve what the gate of a run guards in its workspace, and begins what they approved, exactly and once. */
final class Consents {

    private static final Limits LIMITS = new Limits(1, 1);

    private final Desk desk;
    private final Proposals proposals;

    Consents(Desk desk) {
        this.desk = desk;
        this.proposals = new Proposals(desk);
    }

    /** Whether a person must approve {@code asked} first, because the rule of the last run there says so. */
    static boolean areNeeded(Records records, AgentWorkspace workspace, WorkspaceEvent.Asked asked) {
        return Gate.guards(WorkspaceStates.of(workspace), asked)
                && gatedRun(records, workspace).isPresent();
    }

    private static Optional<AgentDispatchRun> gatedRun(Records records, AgentWorkspace workspace) {
        String lastRun = workspace.status().tenancy().lastRun();
        String run = lastRun.isEmpty() ? workspace.spec().dispatchRun() : lastRun;
        return records.get(AgentDispatchRun.class, workspace.metadata().namespace(), run)
                .filter(found -> found.spec().approvalPolicy().requireFor().contains(Gate.NAME));
    }

    /** Why {@code action} cannot be asked for now: another one waits for people already. */
    static Optional<RefusedException> busy(AgentWorkspace workspace, Action action) {
        Request request = workspace.status().request();
        return request.equals(Request.NONE) || request.action().equals(action.word())
                ? Optional.empty()
                : Optional.of(new RefusedException(
                        "APPROVAL_PENDING",
                        "%s waits for approval '%s'; decide that one first"
                                .formatted(request.action(), request.approval())));
    }

    /**
     * The workspace with its request, which waits for people.
     *
     * @throws RefusedException {@code APPROVAL_DENIED} if exactly this was denied before; {@code BUSY}; {@code
     *     WORKSPACE_TROUBLE} or {@code TRY_LATER} if what would happen cannot be told
     */
    AgentWorkspace ask(AgentWorkspace seen, WorkspaceOrder order, Caller caller) {
        Proposal proposal;
        try {
            proposal = proposals.of(seen, order.action(), order.argument(), order.discard());
        } catch (GitRefusedException e) {
            throw new RefusedException(
                    GitTrouble.mayPass(e) ? "TRY_LATER" : "WORKSPACE_TROUBLE",
                    "what would happen cannot be told: " + e.getMessage());
        }
        return desk.write(records -> ask(records, seen, proposal, caller));
    }

    private AgentWorkspace ask(Records records, AgentWorkspace seen, Proposal proposal, Caller caller) {
        AgentWorkspace now = need(records, seen);
        if (!now.metadata().resourceVersion().equals(seen.metadata().resourceVersion())) {
            throw new RefusedException("BUSY", "the workspace changed meanwhile; look at it again");
        }
        Digest binding = proposal.binding(now);
        List<Asked> before = WorkspaceApprovals.before(records, now);
        String waiting = now.status().request().approval();
        boolean other = !waiting.isEmpty()
                && before.stream()
                        .noneMatch(one ->
                                one.approval().equals(waiting) && one.binding().equals(binding));
        AgentWorkspace free =
                other ? WorkspaceApprovals.superseded(records, now, "it was asked for again after a change") : now;
        Answer answer = RequestCheck.check(
                binding, other ? WorkspaceApprovals.before(records, free) : before, LIMITS, records.now());
        if (answer instanceof Answer.DeniedBefore denied) {
            throw new RefusedException("APPROVAL_DENIED", denied.message());
        }
        return answer instanceof Answer.Ask
                ? requested(records, free, proposal, new Question(binding, before.size(), caller))
                : free;
    }

    private record Question(Digest binding, int earlier, Caller caller) {}

    private AgentWorkspace requested(Records records, AgentWorkspace workspace, Proposal proposal, Question question) {
        String name = Names.seeded(
                "approval",
                "%s/%s/%s/%d"
                        .formatted(
                                workspace.metadata().uid(),
                                proposal.action().word(),
                                question.binding().text(),
                                question.earlier()));
        String actor = question.caller().name();
        AgentDispatchRun run = gatedRun(records, workspace).orElseThrow();
        Approvals.store(
                records,
                new AgentApproval(
                        WorkspaceApprovals.metadata(name, workspace),
                        spec(records, run, proposal, question),
                        Approvals.pending()));
        Journal.audit(
                records,
                actor,
                "workspace.approval-asked",
                workspace.key(),
                Map.of("event", proposal.action().word(), "approval", name));
        return records.update(workspace.with(workspace
                .status()
                .draft()
                .changed()
                .request(proposal.request(actor, name))
                .task(Task.NONE)
                .host(desk.ports().repositories().worktrees().host())
                .activeAt(records.now())
                .build()));
    }

    private static AgentApproval.Spec spec(
            Records records, AgentDispatchRun run, Proposal proposal, Question question) {
        AgentDispatchRun.ApprovalPolicy policy = run.spec().approvalPolicy();
        String shown = Digest.of(proposal.preview()).text();
        return new AgentApproval.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                Gate.NAME,
                question.caller().name(),
                "",
                "",
                run.spec().workItem(),
                List.of(new AgentApproval.Action(
                        1, proposal.action().word(), proposal.target(), shown, proposal.preview())),
                question.binding().text(),
                proposal.head(),
                proposal.base(),
                run.status().permissionSnapshotDigest(),
                proposal.risks(),
                policy.fourEyes(),
                Math.min(2, Math.max(1, policy.approvals())),
                records.now().plus(Durations.parse(policy.expiresAfter())),
                AgentApproval.Delta.NONE);
    }

    /**
     * The workspace with what was approved begun, if it still is what people saw; with the question taken back, if it is
     * not; as it is, if nothing was asked.
     *
     * @throws GitRefusedException if that cannot be told now
     */
    AgentWorkspace proceed(AgentWorkspace workspace) {
        Request request = workspace.status().request();
        boolean idle = request.equals(Request.NONE)
                || !workspace.status().task().pending().isEmpty();
        if (idle) {
            return workspace;
        }
        Optional<Digest> binding = binding(workspace, request);
        return desk.write(records -> proceed(records, workspace, binding));
    }

    private Optional<Digest> binding(AgentWorkspace workspace, Request request) {
        Action action = Action.named(request.action()).orElseThrow();
        try {
            return Optional.of(proposals
                    .of(workspace, action, request.argument(), request.discard())
                    .binding(workspace));
        } catch (RefusedException e) {
            return Optional.empty();
        } catch (GitRefusedException e) {
            if (GitTrouble.mayPass(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** What was seen while somebody else moved the workspace says nothing: it is looked at again at once. */
    private AgentWorkspace proceed(Records records, AgentWorkspace seen, Optional<Digest> binding) {
        AgentWorkspace now = need(records, seen);
        if (!now.metadata().resourceVersion().equals(seen.metadata().resourceVersion())) {
            records.transaction()
                    .send(Topics.workspace(now.status().host()), now.key().toString(), records.now());
            return now;
        }
        Optional<AgentApproval> approval = records.get(
                AgentApproval.class,
                now.metadata().namespace(),
                now.status().request().approval());
        boolean same = approval.map(one -> one.spec().bindingDigest()).equals(binding.map(Digest::text));
        if (!same) {
            return WorkspaceApprovals.superseded(
                    records, now, "its work or its target is no longer what people were shown; ask again");
        }
        boolean approved = approval.filter(one -> one.status().phase() == ApprovalPhase.APPROVED)
                .isPresent();
        return approved ? begun(records, now) : now;
    }

    /** The request stays until something came of it, and with it the approval that it is done by. */
    private static AgentWorkspace begun(Records records, AgentWorkspace workspace) {
        Request request = workspace.status().request();
        Action action = Action.named(request.action()).orElseThrow();
        WorkspaceEvent.Asked asked = new WorkspaceEvent.Asked(action, request.discard());
        if (WorkspaceBook.refuses(workspace, asked)) {
            return WorkspaceApprovals.superseded(records, workspace, "the workspace changed meanwhile; ask again");
        }
        AgentWorkspace free =
                workspace.with(workspace.status().draft().request(Request.NONE).build());
        AgentWorkspace moved = WorkspaceBook.on(records, free, asked, request.actor());
        Task task = moved.status().task();
        WorkspaceStatusDraft draft = moved.status()
                .draft()
                .request(request)
                .task(new Task(task.pending(), task.actor(), request.argument(), ""));
        return records.update(moved.with(
                action == Action.REBASE_START
                        ? draft.rebase(new Rebase(moved.status().baseSha(), request.onto(), request.head()))
                                .build()
                        : draft.build()));
    }

    private static AgentWorkspace need(Records records, AgentWorkspace workspace) {
        return records.need(
                AgentWorkspace.class,
                workspace.metadata().namespace(),
                workspace.metadata().name());
    }
}
