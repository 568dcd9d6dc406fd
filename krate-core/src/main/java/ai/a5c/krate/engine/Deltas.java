package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalDelta;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Action;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.kind.execution.AgentApproval.Delta;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.writeback.EffectBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is new in a question about write-backs for people who have said yes to an earlier one of the same run. */
final class Deltas {

    private static final String YES = "approve";

    private Deltas() {}

    /** Against the latest question of {@code run} that somebody said yes to; nothing if there is none. */
    static Delta since(Records records, AgentDispatchRun run, EffectBinding now, List<Action> actions) {
        return approved(records, run)
                .map(before -> delta(before, shown(now, actions)))
                .orElse(Delta.NONE);
    }

    private static Optional<AgentApproval> approved(Records records, AgentDispatchRun run) {
        return run.status().approvals().stream()
                .flatMap(name -> records.get(AgentApproval.class, run.metadata().namespace(), name).stream())
                .filter(approval -> !approval.spec().actions().isEmpty())
                .filter(approval -> !ToolApprovals.isOne(approval))
                .filter(approval -> approval.status().decisions().stream()
                        .anyMatch(decision -> decision.verdict().equals(YES)))
                .reduce((earlier, later) -> later);
    }

    private static Delta delta(AgentApproval before, ApprovalDelta.Shown now) {
        List<Decision> yes = before.status().decisions().stream()
                .filter(decision -> decision.verdict().equals(YES))
                .toList();
        List<Integer> approved = before.status().approvedOrdinals();
        ApprovalDelta delta = ApprovalDelta.between(
                new ApprovalDelta.Shown(
                        before.spec().headSha(),
                        before.spec().baseSha(),
                        before.spec().policyVersion(),
                        effects(before.spec().actions().stream()
                                .filter(action -> approved.isEmpty() || approved.contains(action.ordinal()))
                                .toList())),
                now);
        return new Delta(
                before.metadata().name(),
                yes.stream().map(Decision::actor).distinct().toList(),
                yes.stream()
                        .map(Decision::at)
                        .filter(Objects::nonNull)
                        .max(Comparator.<Instant>naturalOrder())
                        .orElse(null),
                changes(yes, delta.changes()),
                delta.text(),
                delta.asApproved());
    }

    private static List<String> changes(List<Decision> yes, List<String> found) {
        List<String> changes = yes.stream()
                .filter(decision -> !decision.revoked().isEmpty())
                .map(decision ->
                        "%s, who approved it, may no longer approve; somebody else must".formatted(decision.actor()))
                .collect(Collectors.toCollection(ArrayList::new));
        changes.addAll(found);
        return changes;
    }

    private static ApprovalDelta.Shown shown(EffectBinding now, List<Action> actions) {
        return new ApprovalDelta.Shown(now.headSha(), now.baseSha(), now.policyVersion(), effects(actions));
    }

    private static List<ApprovalDelta.Effect> effects(List<Action> actions) {
        return actions.stream()
                .map(action -> new ApprovalDelta.Effect(
                        action.ordinal(),
                        action.action(),
                        action.target(),
                        new Digest(action.digest()),
                        action.preview()))
                .toList();
    }
}
