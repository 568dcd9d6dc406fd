package ai.a5c.krate.approval;

import ai.a5c.krate.approval.ApprovalEvent.Decided;
import ai.a5c.krate.approval.ApproverStanding.Permission;
import ai.a5c.krate.approval.Transition.Moved;
import ai.a5c.krate.approval.Transition.Refused;
import ai.a5c.krate.approval.Vote.Verdict;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.testkit.StateTable.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The situations that an approval of effects 1 and 2 can be in, under four eyes, and one of each event. */
final class ApprovalTable {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Digest SHOWN = Digest.of("what was shown");
    static final Digest OTHER = Digest.of("what would happen now");
    static final ApproverStanding WRITER = new ApproverStanding(Permission.WRITE, false, false);
    static final ApprovalRule ONE = new ApprovalRule(true, 1);
    static final ApprovalRule TWO = new ApprovalRule(true, 2);
    static final ApprovalState PENDING = pending(ONE);
    static final ApprovalState HALF = pending(TWO).with(vote("ada", 1, 2));
    static final ApprovalState APPROVED = PENDING.with(vote("ada", 1, 2)).in(ApprovalPhase.APPROVED, "");

    private ApprovalTable() {}

    static ApprovalState pending(ApprovalRule rule) {
        return ApprovalState.pending(SHOWN, List.of(2, 1), rule, Optional.of(NOON));
    }

    static Vote vote(String actor, Integer... ordinals) {
        return new Vote(actor, Verdict.APPROVE, List.of(ordinals), NOON.minusSeconds(60));
    }

    static Vote no(String actor) {
        return new Vote(actor, Verdict.DENY, List.of(), NOON.minusSeconds(60));
    }

    static Decided by(ApproverStanding standing, Vote vote) {
        return new Decided(vote, standing, SHOWN, "");
    }

    static StateTable<ApprovalState, ApprovalEvent> table() {
        return new StateTable<>(situations(), events(), ApprovalTable::answer);
    }

    static Map<String, ApprovalState> situations() {
        Map<String, ApprovalState> situations = new LinkedHashMap<>();
        situations.put("pending", PENDING);
        situations.put("pending, ada of two approved", HALF);
        situations.put("approved by ada", APPROVED);
        situations.put("denied by bob", PENDING.with(no("bob")).in(ApprovalPhase.DENIED, ""));
        situations.put("expired", PENDING.in(ApprovalPhase.EXPIRED, ""));
        situations.put("superseded", APPROVED.in(ApprovalPhase.SUPERSEDED, ""));
        situations.put("applied", APPROVED.in(ApprovalPhase.APPLIED, ""));
        situations.put("apply-failed", APPROVED.in(ApprovalPhase.APPLY_FAILED, ""));
        return situations;
    }

    static Map<String, ApprovalEvent> events() {
        Map<String, ApprovalEvent> events = new LinkedHashMap<>();
        events.put("ada approves", by(WRITER, vote("ada", 1, 2)));
        events.put("bob approves", by(WRITER, vote("bob", 1, 2)));
        events.put("bob approves 1 only", by(WRITER, vote("bob", 1)));
        events.put("bob approves none", by(WRITER, vote("bob")));
        events.put("bob approves 3", by(WRITER, vote("bob", 1, 3)));
        events.put("bob denies", by(WRITER, no("bob")));
        events.put("an agent approves", by(new ApproverStanding(Permission.APPROVER, false, true), vote("bot", 1)));
        events.put("an agent denies", by(new ApproverStanding(Permission.WRITE, false, true), no("bot")));
        events.put("a reader approves", by(new ApproverStanding(Permission.READ, false, false), vote("eve", 1)));
        events.put("a stranger denies", by(new ApproverStanding(Permission.NONE, false, false), no("eve")));
        events.put(
                "the requester approves",
                by(new ApproverStanding(Permission.APPROVER, true, false), vote("req", 1, 2)));
        events.put("the requester denies", by(new ApproverStanding(Permission.WRITE, true, false), no("req")));
        events.put("bob approves something else", new Decided(vote("bob", 1), WRITER, OTHER, ""));
        events.put("bob denies something else", new Decided(no("bob"), WRITER, OTHER, ""));
        events.put(
                "bob approves too late",
                new Decided(new Vote("bob", Verdict.APPROVE, List.of(1), NOON), WRITER, SHOWN, ""));
        events.put("the timer is early", new ApprovalEvent.Expired(NOON.minusNanos(1)));
        events.put("expired", new ApprovalEvent.Expired(NOON));
        events.put("target-moved", new ApprovalEvent.TargetMoved(OTHER));
        events.put("target-moved to the same", new ApprovalEvent.TargetMoved(SHOWN));
        events.put("approver-revoked", new ApprovalEvent.ApproverRevoked(List.of("ada")));
        events.put("run-cancelled", new ApprovalEvent.RunCancelled());
        events.put("applied", new ApprovalEvent.Applied());
        events.put("apply-failed", new ApprovalEvent.ApplyFailed("branch is protected"));
        return events;
    }

    private static Answer answer(ApprovalState approval, ApprovalEvent event) {
        Transition transition = ApprovalMachine.on(approval, event);
        if (transition instanceof Moved moved) {
            return Answer.moved(
                    moved.state().phase().word(),
                    moved.effects().stream().map(Record.class::cast).toList());
        }
        return Answer.refused(((Refused) transition).reason().word());
    }
}
