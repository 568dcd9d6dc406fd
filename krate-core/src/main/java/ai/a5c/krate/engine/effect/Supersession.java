package ai.a5c.krate.engine.effect;

import ai.a5c.krate.approval.ApprovalEvent;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Bindings;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.WriteBacks;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.writeback.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Asks again when what was approved is not what would happen now, and closes approvals whose work is done. */
final class Supersession {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Desk desk;
    private final LastCheck check;
    private final Reviews reviews;
    private final RunBook book = new RunBook();

    Supersession(Desk desk) {
        this.desk = desk;
        this.check = new LastCheck(desk);
        this.reviews = new Reviews(desk);
    }

    /** Takes the approval of {@code one} back and asks about what would happen now. */
    void askAgain(Message message, AgentWriteBack one, String why) {
        String namespace = one.metadata().namespace();
        AgentDispatchRun read = desk.write(records ->
                records.need(AgentDispatchRun.class, namespace, one.spec().dispatchRun()));
        String head = check.head(read);
        Reviewed latest = reviews.reviewed(read, Moment.LAUNCH);
        String review = latest.review().snapshotDigest().text();
        String record = latest.record(desk.ports());
        desk.write(records -> {
            AgentDispatchRun run =
                    records.need(AgentDispatchRun.class, namespace, one.spec().dispatchRun());
            if (isStopping(run) || isAsApproved(records, run, one, head, review)) {
                return records.transaction().retry(message, records.now().plus(PAUSE));
            }
            AgentDispatchRun reviewed = records.update(run.with(run.status().reviewed(review, record)));
            List<AgentWriteBack> open =
                    reopen(records, reviewed, one, each -> each.seen(head, new Reason("Superseded", why)));
            if (open.isEmpty()) {
                return records.transaction().done(message);
            }
            voidApproval(
                    records,
                    one,
                    Bindings.of(reviewed, head, Bindings.policyVersion(reviewed, review), open)
                            .digest());
            Journal.tell(records, reviewed.key(), "approval", Map.of("text", why));
            hold(records, reviewed, open);
            return records.transaction().done(message);
        });
    }

    /** Takes the approval of {@code one} back because of those who may no longer approve, and asks others. */
    void askAnother(Message message, AgentWriteBack one, List<Decision> revoked) {
        String namespace = one.metadata().namespace();
        List<String> who = revoked.stream().map(Decision::actor).distinct().toList();
        String why = "not written: " + revoked.stream().map(Supersession::told).collect(Collectors.joining("; "));
        desk.write(records -> {
            AgentDispatchRun run =
                    records.need(AgentDispatchRun.class, namespace, one.spec().dispatchRun());
            List<AgentWriteBack> open = isStopping(run)
                    ? List.of()
                    : reopen(
                            records,
                            run,
                            one,
                            each -> each.seen(each.headSha(), new Reason(ReasonCode.APPROVER_REVOKED.name(), why)));
            if (open.isEmpty()) {
                return records.transaction().retry(message, records.now().plus(PAUSE));
            }
            records.get(AgentApproval.class, namespace, one.status().approval())
                    .ifPresent(approval ->
                            Approvals.move(records, marked(approval, revoked), new ApprovalEvent.ApproverRevoked(who)));
            Journal.tell(records, run.key(), "approval", Map.of("text", why));
            hold(records, run, open);
            return records.transaction().done(message);
        });
    }

    private static String told(Decision decision) {
        return "%s, who approved it, may no longer approve (%s); somebody else must"
                .formatted(decision.actor(), decision.revoked());
    }

    private static AgentApproval marked(AgentApproval approval, List<Decision> revoked) {
        List<Decision> all = approval.status().decisions().stream()
                .map(one -> revoked.stream()
                        .filter(gone -> gone.revokedBecause("").equals(one))
                        .findFirst()
                        .orElse(one))
                .toList();
        return approval.with(approval.status().with(all));
    }

    private void hold(Records records, AgentDispatchRun run, List<AgentWriteBack> open) {
        List<Integer> ordinals =
                open.stream().map(each -> each.spec().ordinal()).toList();
        book.on(records, run, new RunEvent.WriteBackHeld(ordinals), desk.ports().worker());
    }

    private static boolean isStopping(AgentDispatchRun run) {
        return run.status().finishedAt() != null || run.status().cancelRequested();
    }

    /** Whether what moved has moved back meanwhile, so that the approval stands. */
    private static boolean isAsApproved(
            Records records, AgentDispatchRun run, AgentWriteBack one, String head, String review) {
        return records.get(
                        AgentApproval.class,
                        one.metadata().namespace(),
                        one.status().approval())
                .filter(approval -> Bindings.of(
                                run,
                                head,
                                Bindings.policyVersion(run, review),
                                WriteBacks.of(records, run).stream()
                                        .filter(each -> approval.spec().actions().stream()
                                                .anyMatch(action -> action.ordinal()
                                                        == each.spec().ordinal()))
                                        .toList())
                        .digest()
                        .text()
                        .equals(approval.spec().bindingDigest()))
                .isPresent();
    }

    private static List<AgentWriteBack> reopen(
            Records records, AgentDispatchRun run, AgentWriteBack one, UnaryOperator<AgentWriteBack.Status> seen) {
        return WriteBacks.of(records, run).stream()
                .filter(each -> each.status().phase() == WriteBackPhase.APPROVED
                        || each.status().phase() == WriteBackPhase.WRITING)
                .filter(each -> each.status().approval().equals(one.status().approval()))
                .map(each -> records.update(each.with(
                        seen.apply(each.status()).in(WriteBackPhase.REQUESTED).under(""))))
                .toList();
    }

    private static void voidApproval(Records records, AgentWriteBack one, Digest now) {
        records.get(
                        AgentApproval.class,
                        one.metadata().namespace(),
                        one.status().approval())
                .ifPresent(approval -> Approvals.move(records, approval, new ApprovalEvent.TargetMoved(now)));
    }

    /** Marks the approval of {@code one} as used, once everything that it covers has ended. */
    void closeApproval(Records records, AgentWriteBack one) {
        records.get(
                        AgentApproval.class,
                        one.metadata().namespace(),
                        one.status().approval())
                .filter(approval -> approval.status().phase() == AgentApproval.ApprovalPhase.APPROVED)
                .ifPresent(approval -> close(records, one, approval));
    }

    private static void close(Records records, AgentWriteBack one, AgentApproval approval) {
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, one.metadata().namespace(), one.spec().dispatchRun());
        List<AgentWriteBack> covered = WriteBacks.of(records, run).stream()
                .filter(each -> approval.status()
                        .approvedOrdinals()
                        .contains(each.spec().ordinal()))
                .toList();
        boolean open = covered.stream()
                .anyMatch(each -> each.status().phase() == WriteBackPhase.APPROVED
                        || each.status().phase() == WriteBackPhase.WRITING);
        boolean failed = covered.stream().anyMatch(each -> each.status().phase() == WriteBackPhase.FAILED);
        if (!open) {
            Approvals.move(
                    records,
                    approval,
                    failed
                            ? new ApprovalEvent.ApplyFailed(
                                    one.status().reason().message())
                            : new ApprovalEvent.Applied());
        }
    }
}
