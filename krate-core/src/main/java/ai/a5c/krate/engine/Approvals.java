package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalEvent;
import ai.a5c.krate.approval.ApprovalMachine;
import ai.a5c.krate.approval.Transition;
import ai.a5c.krate.approval.Transition.Moved;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Action;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.writeback.EffectBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks people, exactly; and takes questions back. */
public final class Approvals {

    /** Asks about the write-backs with these ordinals, in one approval; returns the run with the question noted. */
    AgentDispatchRun requestWriteBacks(Records records, AgentDispatchRun run, List<Integer> ordinals) {
        List<AgentWriteBack> asked = WriteBacks.of(records, run).stream()
                .filter(one -> ordinals.contains(one.spec().ordinal()))
                .toList();
        String head = asked.isEmpty() ? run.spec().sha() : asked.get(0).status().headSha();
        String policy = Bindings.policyVersion(run, run.status().permissionSnapshotDigest());
        EffectBinding binding = Bindings.of(run, head, policy, asked);
        String name = Names.seeded(
                "approval",
                run.metadata().uid()
                        + binding.digest().text()
                        + "/"
                        + run.status().approvals().size());
        Question question = new Question(name, "write-back", "", run.spec().workItem());
        AgentApproval approval = new AgentApproval(
                Metadata.named(run.metadata().namespace(), name, run.metadata().labels()),
                spec(
                        run,
                        question,
                        new Asked(
                                actions(asked),
                                binding,
                                risks(records, run, asked, head),
                                Deltas.since(records, run, binding, actions(asked))),
                        records.now()),
                pending());
        store(records, approval);
        return records.update(run.with(run.status().asked(name)));
    }

    private static AgentApproval.Spec spec(AgentDispatchRun run, Question question, Asked asked, Instant now) {
        AgentDispatchRun.ApprovalPolicy policy = run.spec().approvalPolicy();
        return new AgentApproval.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                question.action(),
                run.spec().requester().login(),
                run.spec().requester().id(),
                question.triggerExecution(),
                question.workItem(),
                asked.actions(),
                asked.binding().digest().text(),
                asked.binding().headSha(),
                asked.binding().baseSha(),
                asked.binding().policyVersion(),
                asked.risks(),
                policy.fourEyes(),
                Math.min(2, Math.max(1, policy.approvals())),
                now.plus(Durations.parse(policy.expiresAfter())),
                asked.delta());
    }

    private record Question(String name, String action, String triggerExecution, String workItem) {}

    private record Asked(List<Action> actions, EffectBinding binding, List<String> risks, AgentApproval.Delta delta) {}

    /** Nothing decided yet. */
    public static AgentApproval.Status pending() {
        return new AgentApproval.Status(ApprovalPhase.PENDING, List.of(), List.of(), Reason.NONE, 0);
    }

    /** Stores a new question, and when it must be answered. */
    public static AgentApproval store(Records records, AgentApproval approval) {
        if (records.get(
                        AgentApproval.class,
                        approval.metadata().namespace(),
                        approval.metadata().name())
                .isPresent()) {
            return approval;
        }
        AgentApproval stored = records.create(approval);
        Instant expiry = approval.spec().expiresAt();
        if (expiry != null) {
            records.transaction().send(Topics.EXPIRY, stored.key().toString(), expiry);
        }
        Journal.audit(
                records,
                "krate",
                "approval.requested",
                stored.key(),
                Map.of(
                        "action",
                        approval.spec().action(),
                        "binding",
                        approval.spec().bindingDigest()));
        if (!approval.spec().dispatchRun().isEmpty()) {
            Journal.tell(
                    records,
                    new ResourceKey(
                            "AgentDispatchRun",
                            approval.metadata().namespace(),
                            approval.spec().dispatchRun()),
                    "approval",
                    Map.of(
                            "text",
                            "a person must approve: " + approval.spec().action(),
                            "approval",
                            approval.metadata().name()));
        }
        return stored;
    }

    private static List<Action> actions(List<AgentWriteBack> asked) {
        return asked.stream()
                .map(one -> new Action(
                        one.spec().ordinal(),
                        one.spec().action(),
                        Bindings.target(one),
                        one.spec().contentDigest(),
                        one.spec().preview()))
                .toList();
    }

    private static List<String> risks(Records records, AgentDispatchRun run, List<AgentWriteBack> asked, String head) {
        List<String> risks = new ArrayList<>();
        if (!head.equals(run.spec().sha())) {
            risks.add("the head moved from %s to %s since the work began"
                    .formatted(run.spec().sha(), head));
        }
        for (AgentWriteBack one : asked) {
            PatchRisks.of(records, one).forEach(risk -> risks.add(risk.message()));
            records.get(
                            AgentArtifact.class,
                            run.metadata().namespace(),
                            one.spec().artifact())
                    .ifPresent(artifact -> artifact.spec()
                            .files()
                            .forEach(file ->
                                    file.warnings().forEach(warning -> risks.add(file.path() + ": " + warning))));
        }
        return risks.stream().distinct().limit(100).toList();
    }

    /** Takes one question back. */
    void voidOne(Records records, AgentDispatchRun run, String name) {
        records.get(AgentApproval.class, run.metadata().namespace(), name)
                .ifPresent(approval -> move(records, approval, new ApprovalEvent.RunCancelled()));
    }

    /** Takes every open question of the run back. */
    void voidAll(Records records, AgentDispatchRun run) {
        run.status().approvals().forEach(name -> voidOne(records, run, name));
    }

    /** What {@code event} makes of {@code approval}, stored; its effects are left to the caller. */
    public static Transition move(Records records, AgentApproval approval, ApprovalEvent event) {
        Transition answer = ApprovalMachine.on(ApprovalStates.of(approval), event);
        if (answer instanceof Moved moved) {
            records.update(ApprovalStates.with(approval, moved.state()));
            Journal.audit(
                    records,
                    "krate",
                    "approval." + event.word(),
                    approval.key(),
                    Map.of("phase", moved.state().phase().word()));
        }
        return answer;
    }
}
