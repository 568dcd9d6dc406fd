package ai.a5c.krate.approval;

import static ai.a5c.krate.approval.ApprovalTable.APPROVED;
import static ai.a5c.krate.approval.ApprovalTable.HALF;
import static ai.a5c.krate.approval.ApprovalTable.NOON;
import static ai.a5c.krate.approval.ApprovalTable.ONE;
import static ai.a5c.krate.approval.ApprovalTable.OTHER;
import static ai.a5c.krate.approval.ApprovalTable.PENDING;
import static ai.a5c.krate.approval.ApprovalTable.SHOWN;
import static ai.a5c.krate.approval.ApprovalTable.TWO;
import static ai.a5c.krate.approval.ApprovalTable.WRITER;
import static ai.a5c.krate.approval.ApprovalTable.by;
import static ai.a5c.krate.approval.ApprovalTable.no;
import static ai.a5c.krate.approval.ApprovalTable.pending;
import static ai.a5c.krate.approval.ApprovalTable.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.approval.ApprovalEffect.Allow;
import ai.a5c.krate.approval.ApprovalEffect.AskAgain;
import ai.a5c.krate.approval.ApprovalEffect.AskAnother;
import ai.a5c.krate.approval.ApprovalEffect.Notify;
import ai.a5c.krate.approval.ApprovalEffect.Refuse;
import ai.a5c.krate.approval.ApprovalEvent.Applied;
import ai.a5c.krate.approval.ApprovalEvent.ApplyFailed;
import ai.a5c.krate.approval.ApprovalEvent.ApproverRevoked;
import ai.a5c.krate.approval.ApprovalEvent.Decided;
import ai.a5c.krate.approval.ApprovalEvent.Expired;
import ai.a5c.krate.approval.ApprovalEvent.RunCancelled;
import ai.a5c.krate.approval.ApprovalEvent.TargetMoved;
import ai.a5c.krate.approval.ApproverStanding.Permission;
import ai.a5c.krate.approval.Transition.Moved;
import ai.a5c.krate.approval.Transition.Reason;
import ai.a5c.krate.approval.Transition.Refused;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.StateTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApprovalMachineTest {

    /** Upper case: the phase that follows. Lower case: why the event is refused. */
    private static final String EXPECTED = """
            event                       | pending | half    | approved | denied  | expired | superseded | applied | apply-failed
            ada approves                | YES     | done    | done     | decided | decided | done       | done    | done
            bob approves                | YES     | YES     | decided  | decided | decided | decided    | decided | decided
            bob approves 1 only         | YES     | YES     | decided  | decided | decided | decided    | decided | decided
            bob approves none           | empty   | empty   | decided  | decided | decided | decided    | decided | decided
            bob approves 3              | unknown | unknown | decided  | decided | decided | decided    | decided | decided
            bob denies                  | NO      | NO      | decided  | done    | decided | decided    | decided | decided
            an agent approves           | agent   | agent   | decided  | decided | decided | decided    | decided | decided
            an agent denies             | agent   | agent   | decided  | decided | decided | decided    | decided | decided
            a reader approves           | may not | may not | decided  | decided | decided | decided    | decided | decided
            a stranger denies           | may not | may not | decided  | decided | decided | decided    | decided | decided
            the requester approves      | own     | own     | decided  | decided | decided | decided    | decided | decided
            the requester denies        | NO      | NO      | decided  | decided | decided | decided    | decided | decided
            bob approves something else | stale   | stale   | decided  | decided | decided | decided    | decided | decided
            bob denies something else   | stale   | stale   | decided  | decided | decided | decided    | decided | decided
            bob approves too late       | late    | late    | decided  | decided | decided | decided    | decided | decided
            the timer is early          | not yet | not yet | decided  | decided | done    | decided    | decided | decided
            expired                     | OVER    | OVER    | decided  | decided | done    | decided    | decided | decided
            target-moved                | VOID    | VOID    | VOID     | decided | decided | done       | decided | decided
            target-moved to the same    | same    | same    | same     | decided | decided | done       | decided | decided
            approver-revoked            | no yes  | no yes  | VOID     | decided | decided | done       | decided | decided
            run-cancelled               | VOID    | VOID    | VOID     | decided | decided | done       | decided | decided
            applied                     | no yes  | no yes  | DID      | decided | decided | decided    | done    | decided
            apply-failed                | no yes  | no yes  | DID NOT  | decided | decided | decided    | decided | done
            """;

    private static final Map<String, String> CODE = Map.ofEntries(
            Map.entry("approved", "YES"),
            Map.entry("denied", "NO"),
            Map.entry("expired", "OVER"),
            Map.entry("superseded", "VOID"),
            Map.entry("applied", "DID"),
            Map.entry("apply-failed", "DID NOT"),
            Map.entry("already-done", "done"),
            Map.entry("already-decided", "decided"),
            Map.entry("not-approved", "no yes"),
            Map.entry("not-yet", "not yet"),
            Map.entry("not-moved", "same"),
            Map.entry("agent", "agent"),
            Map.entry("not-permitted", "may not"),
            Map.entry("own-request", "own"),
            Map.entry("stale", "stale"),
            Map.entry("too-late", "late"),
            Map.entry("unknown-effect", "unknown"),
            Map.entry("no-effect", "empty"));

    @Test
    void everyPhaseAnswersEveryEvent() {
        assertThat(ApprovalTable.table().cells(CODE)).isEqualTo(StateTable.parse(EXPECTED));
    }

    @Test
    void theSamplesCoverEveryPhaseAndEvent() {
        assertThat(ApprovalTable.situations().values())
                .extracting(ApprovalState::phase)
                .contains(ApprovalPhase.values());
        assertThat(ApprovalTable.events().values())
                .extracting(Object::getClass)
                .containsAll(List.of(ApprovalEvent.class.getPermittedSubclasses()));
    }

    @Test
    void theTableInTheDocsIsTheTableInTheCode() throws IOException {
        GeneratedFile.at("docs/reference/approval-states.md")
                .mustBe(ApprovalTable.table().render("How an approval moves"));
    }

    @Test
    void whatIsNotAmongTheApprovedIsRefused() {
        Moved moved = moved(PENDING, by(WRITER, vote("bob", 1)));
        assertThat(moved.effects())
                .containsExactly(
                        new Allow(List.of(1)),
                        new Refuse(List.of(2), "not among those approved"),
                        new Notify(ApprovalPhase.APPROVED));
        assertThat(moved.state().approvedOrdinals()).containsExactly(1);
        assertThat(moved.state().approvers()).containsExactly("bob");
        assertThat(moved(PENDING, by(WRITER, vote("bob", 2, 1))).effects())
                .containsExactly(new Allow(List.of(1, 2)), new Notify(ApprovalPhase.APPROVED));
    }

    @Test
    void aGateWithoutEffectsOpensAsAWhole() {
        ApprovalState gate = ApprovalState.pending(SHOWN, List.of(), ONE, Optional.empty());
        assertThat(moved(gate, by(WRITER, vote("bob"))).effects())
                .containsExactly(new Allow(List.of()), new Notify(ApprovalPhase.APPROVED));
        assertThat(reason(gate, by(WRITER, vote("bob", 1)))).isEqualTo(Reason.UNKNOWN_EFFECT);
    }

    @Test
    void twoPeopleMustAgreeOnTheSameEffects() {
        Moved first = moved(pending(TWO), by(WRITER, vote("ada", 1)));
        assertThat(first.state().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(first.effects()).containsExactly(new AskAnother());
        assertThat(reason(first.state(), by(WRITER, vote("bob", 2)))).isEqualTo(Reason.NOTHING_IN_COMMON);
        assertThat(moved(first.state(), by(WRITER, vote("bob", 1, 2))).effects())
                .containsExactly(
                        new Allow(List.of(1)),
                        new Refuse(List.of(2), "not among those approved"),
                        new Notify(ApprovalPhase.APPROVED));
    }

    @Test
    void oneMayTakeTheirYesBackAsLongAsTheOtherIsMissing() {
        Moved denied = moved(HALF, by(WRITER, no("ada")));
        assertThat(denied.state().phase()).isEqualTo(ApprovalPhase.DENIED);
        assertThat(denied.state().approvers()).containsExactly("ada");
    }

    @Test
    void aDenialSaysWhoAndWhy() {
        Moved denied = moved(PENDING, new Decided(no("bob"), WRITER, SHOWN, "not on a Friday"));
        assertThat(denied.state().reason()).isEqualTo("denied by bob: not on a Friday");
        assertThat(denied.effects())
                .containsExactly(
                        new Refuse(List.of(1, 2), "denied by bob: not on a Friday"), new Notify(ApprovalPhase.DENIED));
        assertThat(moved(PENDING, by(WRITER, no("bob"))).state().reason()).isEqualTo("denied by bob");
    }

    @Test
    void nobodyInTimeIsANo() {
        Moved expired = moved(PENDING, new Expired(NOON));
        assertThat(expired.effects())
                .containsExactly(
                        new Refuse(List.of(1, 2), "nobody decided in time"), new Notify(ApprovalPhase.EXPIRED));
        ApprovalState patient = ApprovalState.pending(SHOWN, List.of(), ONE, Optional.empty());
        assertThat(reason(patient, new Expired(Instant.MAX))).isEqualTo(Reason.NOT_YET);
    }

    @Test
    void aMovedTargetVoidsTheYesAndAsksAgainAboutWhatWasApproved() {
        ApprovalState partly = PENDING.with(vote("ada", 2)).in(ApprovalPhase.APPROVED, "");
        assertThat(moved(partly, new TargetMoved(OTHER)).effects())
                .containsExactly(new AskAgain(List.of(2), OTHER), new Notify(ApprovalPhase.SUPERSEDED));
        Moved pending = moved(PENDING, new TargetMoved(OTHER));
        assertThat(pending.effects())
                .containsExactly(new AskAgain(List.of(1, 2), OTHER), new Notify(ApprovalPhase.SUPERSEDED));
        assertThat(pending.state().reason()).isEqualTo("what would happen has changed");
    }

    @Test
    void aYesOfWhomMayNoMoreVoidsTheApprovalAndAsksAboutTheSame() {
        ApprovalState partly = PENDING.with(vote("ada", 2)).in(ApprovalPhase.APPROVED, "");
        Moved moved = moved(partly, new ApproverRevoked(List.of("ada", "bob")));
        assertThat(moved.effects())
                .containsExactly(new AskAgain(List.of(2), SHOWN), new Notify(ApprovalPhase.SUPERSEDED));
        assertThat(moved.state().reason()).isEqualTo("ada and bob may no longer approve; somebody else is asked");
    }

    @Test
    void aYesStandsOnNoMoreAndNoLessThanItsGiverWouldNow() {
        for (boolean fourEyes : new boolean[] {true, false}) {
            assertThat(new ApproverStanding(Permission.WRITE, false, false).revocation(fourEyes))
                    .isEmpty();
            assertThat(new ApproverStanding(Permission.APPROVER, false, true).revocation(fourEyes))
                    .contains(Reason.AGENT);
            assertThat(new ApproverStanding(Permission.READ, false, false).revocation(fourEyes))
                    .contains(Reason.NOT_PERMITTED);
        }
        ApproverStanding requester = new ApproverStanding(Permission.WRITE, true, false);
        assertThat(requester.revocation(true)).contains(Reason.OWN_REQUEST);
        assertThat(requester.revocation(false)).isEmpty();
    }

    @Test
    void aCancelledRunAsksNobody() {
        Moved moved = moved(APPROVED, new RunCancelled());
        assertThat(moved.effects()).containsExactly(new Notify(ApprovalPhase.SUPERSEDED));
        assertThat(moved.state().reason()).isEqualTo("the run no longer needs it");
    }

    @Test
    void anApplyThatFailedSaysWhy() {
        assertThat(moved(APPROVED, new ApplyFailed("branch is protected"))
                        .state()
                        .reason())
                .isEqualTo("branch is protected");
    }

    @Test
    void withoutFourEyesTheRequesterMayApprove() {
        ApprovalState lax = pending(new ApprovalRule(false, 1));
        Decided own = by(new ApproverStanding(Permission.WRITE, true, false), vote("req", 1, 2));
        assertThat(moved(lax, own).state().phase()).isEqualTo(ApprovalPhase.APPROVED);
        Decided agent = by(new ApproverStanding(Permission.APPROVER, true, true), vote("req", 1, 2));
        assertThat(reason(lax, agent)).isEqualTo(Reason.AGENT);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWritersAndApproversDecide(Permission permission) {
        boolean counts = ApprovalMachine.on(PENDING, by(new ApproverStanding(permission, false, false), vote("x", 1)))
                instanceof Moved;
        assertThat(counts).isEqualTo(permission == Permission.WRITE || permission == Permission.APPROVER);
    }

    @Test
    void inEveryOrderOfWhatCanHappenThereIsOneOutcome() {
        for (ApprovalEvent end : List.of(new RunCancelled(), new TargetMoved(OTHER))) {
            List<ApprovalEvent> events = List.of(
                    by(WRITER, vote("ada", 1)),
                    by(WRITER, vote("bob", 1, 2)),
                    by(WRITER, no("eve")),
                    new Expired(NOON),
                    end,
                    new Applied(),
                    new ApplyFailed("x"));
            List<List<ApprovalEvent>> orders = orders(events);
            assertThat(orders).hasSize(5_040);
            assertThat(orders)
                    .filteredOn(order -> play(PENDING, order) != oracle(order, 1))
                    .isEmpty();
            assertThat(orders)
                    .filteredOn(order -> play(pending(TWO), order) != oracle(order, 2))
                    .isEmpty();
        }
    }

    @Test
    void aRefusalSaysWhatAndWhy() {
        assertThat(((Refused) ApprovalMachine.on(APPROVED, new Expired(NOON))).message())
                .isEqualTo("expired is refused while approved: the approval is already decided");
    }

    @ParameterizedTest
    @EnumSource
    void aPhaseIsReadAsItIsWritten(ApprovalPhase phase) {
        assertThat(ApprovalPhase.of(phase.word())).isEqualTo(phase);
        assertThat(phase.isTerminal()).isEqualTo(phase != ApprovalPhase.PENDING && phase != ApprovalPhase.APPROVED);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ApprovalRule(true, 0)).hasMessage("approvals must be 1 or 2, got 0");
        assertThatThrownBy(() -> new ApprovalRule(true, 3)).hasMessage("approvals must be 1 or 2, got 3");
        assertThatThrownBy(() -> vote(" ", 1)).hasMessage("a vote needs an actor");
        assertThatThrownBy(() -> ApprovalPhase.of("APPROVED"))
                .hasMessage("unknown word 'APPROVED'; expected one of pending, approved, denied, expired, superseded,"
                        + " applied, apply-failed");
    }

    /** Plays the events; fails if an end is left, or if the run is told yes and no to the same. */
    private static ApprovalPhase play(ApprovalState start, List<ApprovalEvent> order) {
        ApprovalState state = start;
        List<ApprovalEffect> told = new ArrayList<>();
        for (ApprovalEvent event : order) {
            if (ApprovalMachine.on(state, event) instanceof Moved moved) {
                if (state.phase().isTerminal()) {
                    throw new AssertionError("%s left %s".formatted(event, state));
                }
                told.addAll(moved.effects());
                state = moved.state();
            }
        }
        long yes = told.stream().filter(Allow.class::isInstance).count();
        long no = told.stream()
                .filter(effect ->
                        effect instanceof Refuse refuse && refuse.ordinals().size() == 2)
                .count();
        if (yes + no > 1) {
            throw new AssertionError("the run was told more than one answer: " + told);
        }
        return state.phase();
    }

    /** What must come of it, said another way: the first that counts decides. */
    private static ApprovalPhase oracle(List<ApprovalEvent> order, int needed) {
        int yes = 0;
        for (ApprovalEvent event : order) {
            if (yes < needed && event instanceof Decided decided) {
                if (decided.vote().verdict() == Vote.Verdict.DENY) {
                    return ApprovalPhase.DENIED;
                }
                yes++;
            } else if (yes < needed && event instanceof Expired) {
                return ApprovalPhase.EXPIRED;
            } else if (event instanceof RunCancelled || event instanceof TargetMoved) {
                return ApprovalPhase.SUPERSEDED;
            } else if (yes == needed && event instanceof Applied) {
                return ApprovalPhase.APPLIED;
            } else if (yes == needed && event instanceof ApplyFailed) {
                return ApprovalPhase.APPLY_FAILED;
            }
        }
        throw new AssertionError("every order ends, since the run is cancelled in it");
    }

    private static List<List<ApprovalEvent>> orders(List<ApprovalEvent> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<ApprovalEvent>> orders = new ArrayList<>();
        for (ApprovalEvent first : events) {
            List<ApprovalEvent> rest = new ArrayList<>(events);
            rest.remove(first);
            for (List<ApprovalEvent> tail : orders(rest)) {
                List<ApprovalEvent> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                orders.add(order);
            }
        }
        return orders;
    }

    private static Moved moved(ApprovalState state, ApprovalEvent event) {
        return (Moved) ApprovalMachine.on(state, event);
    }

    private static Reason reason(ApprovalState state, ApprovalEvent event) {
        return ((Refused) ApprovalMachine.on(state, event)).reason();
    }
}
