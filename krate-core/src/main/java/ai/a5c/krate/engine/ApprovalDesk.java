package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalEffect;
import ai.a5c.krate.approval.ApprovalEvent;
import ai.a5c.krate.approval.ApprovalMachine;
import ai.a5c.krate.approval.Transition;
import ai.a5c.krate.approval.Vote;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.WriteBackStanding;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.observe.KrateEvent.ApprovalMoved;
import ai.a5c.krate.resource.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where every decision of a person ends, whatever road it came by. */
public final class ApprovalDesk {

    private static final int MAX_COMMENT = 2_000;

    private final Desk desk;
    private final RunBook book = new RunBook();

    public ApprovalDesk(Desk desk) {
        this.desk = desk;
    }

    /**
     * The user for whom {@code speaker} speaks, if it may speak for users of that system; mappings say who that is.
     *
     * @param issuer the address of the system; may be empty
     * @throws RefusedException if it is not clear who is meant
     */
    public Caller inNameOf(String namespace, Outsider person, String issuer, Caller speaker) {
        return new Delegation(desk).of(namespace, person, issuer, speaker);
    }

    /** Records what {@code caller} said, and lets follow what follows from it. */
    public Ruling decide(Request request, Caller caller) {
        try {
            Ruling ruling = desk.write(records -> decide(records, request, caller));
            if (ruling instanceof Decided decided) {
                AgentApproval approval = decided.approval();
                desk.ports()
                        .listener()
                        .on(new ApprovalMoved(
                                approval.metadata().namespace(),
                                approval.metadata().name(),
                                approval.status().phase().name()));
            }
            return ruling;
        } catch (RefusedException e) {
            return new Refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Ruling decide(Records records, Request request, Caller caller) {
        AgentApproval approval = records.need(AgentApproval.class, request.namespace(), request.approval());
        caller.require(approval.spec().organizationRef(), approval.key());
        if (Once.isDone(records, request.namespace(), request.once())) {
            return new Decided(approval);
        }
        ApprovalEvent.Decided event = decided(records, request, caller, approval);
        Transition answer = ApprovalMachine.on(ApprovalStates.of(approval), event);
        if (answer instanceof Transition.Refused refused) {
            return new Refused(refused.reason().name(), refused.message());
        }
        Optional<Refused> early = request.approve() ? ToolApprovals.tooEarly(records, approval) : Optional.empty();
        if (early.isPresent()) {
            return early.get();
        }
        Transition.Moved moved = (Transition.Moved) answer;
        AgentApproval stored = records.update(ApprovalStates.with(approval, moved.state(), request.comment(), caller));
        Journal.audit(
                records,
                caller.name(),
                "approval.decided",
                stored.key(),
                Map.of(
                        "verdict", request.approve() ? "approve" : "deny",
                        "road", caller.road().word(),
                        "through", caller.through(),
                        "binding", stored.spec().bindingDigest()));
        moved.effects().forEach(effect -> perform(records, stored, effect, caller.name()));
        Once.done(records, request.namespace(), request.once());
        return new Decided(stored);
    }

    private static ApprovalEvent.Decided decided(
            Records records, Request request, Caller caller, AgentApproval approval) {
        List<Integer> ordinals = request.ordinals().isEmpty()
                ? approval.spec().actions().stream()
                        .map(AgentApproval.Action::ordinal)
                        .toList()
                : request.ordinals();
        Vote.Verdict verdict = request.approve() ? Vote.Verdict.APPROVE : Vote.Verdict.DENY;
        String shown = request.bindingDigest().isEmpty() ? approval.spec().bindingDigest() : request.bindingDigest();
        return new ApprovalEvent.Decided(
                new Vote(caller.name(), verdict, ordinals, records.now()),
                Approvers.standing(records, approval, caller),
                new Digest(shown),
                request.comment());
    }

    /** Whether the request with that id was decided before. */
    public boolean isDecided(String namespace, String once) {
        return desk.write(records -> Once.isDone(records, namespace, once));
    }

    /** Ends a question that nobody answered in time; does nothing before its time. */
    public void expire(String namespace, String name) {
        desk.write(records -> {
            records.get(AgentApproval.class, namespace, name).ifPresent(approval -> {
                if (Approvals.move(records, approval, new ApprovalEvent.Expired(records.now()))
                        instanceof Transition.Moved moved) {
                    moved.effects().forEach(effect -> expired(records, approval, effect));
                }
            });
            return name;
        });
    }

    /** An unanswered question about write-backs settles each of them as expired; any other one is a no. */
    private void expired(Records records, AgentApproval approval, ApprovalEffect effect) {
        if (!(effect instanceof ApprovalEffect.Refuse refuse)
                || refuse.ordinals().isEmpty()
                || ToolApprovals.isOne(approval)
                || WorkspaceApprovals.isOne(approval)) {
            perform(records, approval, effect, "krate");
            return;
        }
        WriteBacks.deny(records, run(records, approval), refuse.ordinals(), "nobody decided in time");
        for (int ordinal : refuse.ordinals()) {
            move(records, approval, new RunEvent.WriteBackSettled(ordinal, WriteBackStanding.EXPIRED), "krate");
        }
    }

    private void perform(Records records, AgentApproval approval, ApprovalEffect effect, String actor) {
        if (effect instanceof ApprovalEffect.Allow allow) {
            allowed(records, approval, allow.ordinals(), actor);
        } else if (effect instanceof ApprovalEffect.Refuse refuse) {
            refused(records, approval, refuse, actor);
        }
    }

    private void allowed(Records records, AgentApproval approval, List<Integer> ordinals, String actor) {
        if (WorkspaceApprovals.isOne(approval)) {
            WorkspaceApprovals.allowed(records, approval);
            return;
        }
        if (approval.spec().dispatchRun().isEmpty()) {
            records.transaction()
                    .send(
                            Topics.ADMISSION,
                            "AgentTriggerExecution/%s/%s"
                                    .formatted(
                                            approval.metadata().namespace(),
                                            approval.spec().triggerExecution()),
                            records.now());
            return;
        }
        if (approval.spec().actions().isEmpty()) {
            move(
                    records,
                    approval,
                    new RunEvent.GateApproved(approval.metadata().name()),
                    actor);
            return;
        }
        AgentDispatchRun run = run(records, approval);
        if (ToolApprovals.isOne(approval)) {
            String message = "A person has approved what you asked for: %s. Go on."
                    .formatted(approval.spec().actions().get(0).target());
            String told = Blobs.put(desk.ports(), message);
            AttemptOrigin origin = new AttemptOrigin("", "", told, actor);
            ToolApprovals.allowed(records, book, run, approval, origin);
            return;
        }
        for (AgentWriteBack one : WriteBacks.of(records, run)) {
            if (ordinals.contains(one.spec().ordinal())) {
                records.update(one.with(one.status().under(approval.metadata().name())));
            }
        }
        move(records, approval, new RunEvent.WriteBackApproved(ordinals), actor);
    }

    private void refused(Records records, AgentApproval approval, ApprovalEffect.Refuse refuse, String actor) {
        if (WorkspaceApprovals.isOne(approval)) {
            WorkspaceApprovals.refused(records, approval, refuse.reason());
        } else if (approval.spec().dispatchRun().isEmpty()) {
            reject(records, approval, refuse.reason());
        } else if (approval.spec().actions().isEmpty()) {
            move(records, approval, new RunEvent.GateDenied(approval.metadata().name(), refuse.reason()), actor);
        } else if (!ToolApprovals.isOne(approval)) {
            WriteBacks.deny(records, run(records, approval), refuse.ordinals(), refuse.reason());
            move(records, approval, new RunEvent.WriteBackDenied(refuse.ordinals()), actor);
        }
    }

    private static void reject(Records records, AgentApproval approval, String reason) {
        records.get(
                        AgentTriggerExecution.class,
                        approval.metadata().namespace(),
                        approval.spec().triggerExecution())
                .ifPresent(execution -> records.update(
                        execution.decided(Decision.REJECTED, "", List.of(new Reason("ApprovalDenied", reason)))));
    }

    private void move(Records records, AgentApproval approval, RunEvent event, String actor) {
        book.on(records, run(records, approval), event, actor);
    }

    private static AgentDispatchRun run(Records records, AgentApproval approval) {
        return records.need(
                AgentDispatchRun.class,
                approval.metadata().namespace(),
                approval.spec().dispatchRun());
    }

    /**
     * What somebody said.
     *
     * @param ordinals which of the mutations; empty for all
     * @param bindingDigest what they were shown; empty for what is stored
     * @param once an id under which this is decided once, however often it is asked; empty for none
     */
    public record Request(
            String namespace,
            String approval,
            boolean approve,
            List<Integer> ordinals,
            String comment,
            String bindingDigest,
            String once) {

        /** An answer without an id. */
        public Request(
                String namespace,
                String approval,
                boolean approve,
                List<Integer> ordinals,
                String comment,
                String bindingDigest) {
            this(namespace, approval, approve, ordinals, comment, bindingDigest, "");
        }

        public Request {
            ordinals = List.copyOf(ordinals);
            comment = comment.length() <= MAX_COMMENT ? comment : comment.substring(0, MAX_COMMENT);
        }
    }

    /** What became of it. */
    public sealed interface Ruling permits Decided, Refused {}

    /** It counts; this is the approval now. */
    public record Decided(AgentApproval approval) implements Ruling {}

    /** It does not count; the code is stable, the message says why. */
    public record Refused(String code, String message) implements Ruling {}

    /** Remembers which requests were decided. */
    private static final class Once {

        private static final Duration REMEMBERED = Duration.ofDays(3_650);

        static boolean isDone(Records records, String namespace, String id) {
            return !id.isEmpty()
                    && records.transaction()
                            .holder("decided/" + namespace, id, records.now())
                            .isPresent();
        }

        static void done(Records records, String namespace, String id) {
            if (!id.isEmpty()) {
                Instant now = records.now();
                records.transaction().take("decided/" + namespace, id, id, now, now.plus(REMEMBERED));
            }
        }
    }
}
