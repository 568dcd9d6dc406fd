package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.campaign.Evidence.Approval;
import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Attempt;
import ai.a5c.krate.server.campaign.Evidence.Audit;
import ai.a5c.krate.server.campaign.Evidence.Branch;
import ai.a5c.krate.server.campaign.Evidence.Delivery;
import ai.a5c.krate.server.campaign.Evidence.Entry;
import ai.a5c.krate.server.campaign.Evidence.Execution;
import ai.a5c.krate.server.campaign.Evidence.Launch;
import ai.a5c.krate.server.campaign.Evidence.Overlap;
import ai.a5c.krate.server.campaign.Evidence.Remark;
import ai.a5c.krate.server.campaign.Evidence.Run;
import ai.a5c.krate.server.campaign.Evidence.Said;
import ai.a5c.krate.server.campaign.Evidence.WriteBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The books are wrong in one place each time, and say so. */
class AccountingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Request 1 was to be approved and was; request 2 was to be denied and was; request 3 asked for nothing. */
    private final List<Asked> asked = new ArrayList<>(List.of(
            new Asked(1, Fate.APPROVE, 2, Set.of("a", "b")),
            new Asked(2, Fate.DENY, 1, Set.of("c")),
            new Asked(3, Fate.NOTHING, 1, Set.of("d"))));

    private final List<Delivery> deliveries = new ArrayList<>(List.of(
            new Delivery("d-a", "a", "decided", "created", List.of("run-1")),
            new Delivery("d-b", "b", "decided", "coalesced", List.of("run-1")),
            new Delivery("d-c", "c", "decided", "created", List.of("run-2")),
            new Delivery("d-d", "d", "decided", "unmatched", List.of())));
    private final List<Execution> executions = new ArrayList<>(List.of(
            new Execution("e-1", "created", "event-1", "run-1"), new Execution("e-2", "created", "event-2", "run-2")));
    private final List<Run> runs = new ArrayList<>(List.of(
            new Run("run-1", "succeeded", List.of("run-1-1 step 1", "run-1-1 step 2")),
            new Run("run-2", "succeeded", List.of("run-2-1 step 1"))));
    private final List<Attempt> attempts = new ArrayList<>(List.of(
            new Attempt("run-1-1", "run-1", 1, "succeeded", ""), new Attempt("run-2-1", "run-2", 1, "succeeded", "")));
    private final List<Approval> approvals = new ArrayList<>(List.of(
            new Approval("ap-1", "run-1", "applied", 1, new Said(1, 0, 1, 0)),
            new Approval("ap-2", "run-2", "denied", 1, new Said(0, 1, 0, 1))));
    private final List<WriteBack> writeBacks = new ArrayList<>(List.of(
            new WriteBack("run-1-w1", "run-1", "branch-push", "settled", "ap-1", ""),
            new WriteBack("run-1-w2", "run-1", "issue-comment", "settled", "ap-1", ""),
            new WriteBack("run-2-w1", "run-2", "branch-push", "denied", "", ""),
            new WriteBack("run-2-w2", "run-2", "issue-comment", "denied", "", "")));
    private final List<Launch> launches =
            new ArrayList<>(List.of(new Launch("run-1-1", "s1", 1), new Launch("run-2-1", "s2", 2)));
    private final List<Overlap> overlaps = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>(List.of(new Remark(100, 1, "")));
    private final List<Branch> branches = new ArrayList<>(List.of(new Branch("krate/run-1", 1, List.of(1))));
    private final List<Entry> entries =
            new ArrayList<>(List.of(decided("AgentApproval/acme/ap-1"), decided("AgentApproval/acme/ap-2")));
    private final List<String> leftovers = new ArrayList<>();
    private boolean intact = true;

    private static Entry decided(String subject) {
        return new Entry(NOW, "admin", "approval.decided", subject);
    }

    private Stream<String> found() {
        Evidence evidence = new Evidence(
                asked,
                deliveries,
                executions,
                runs,
                attempts,
                approvals,
                writeBacks,
                launches,
                overlaps,
                remarks,
                branches,
                new Audit(intact, 2, intact ? "" : "record 2 is missing", entries),
                leftovers);
        return Accounting.of(evidence).stream()
                .flatMap(line -> line.violations().stream())
                .map(Violation::toString);
    }

    @Test
    void soundBooksAreSound() {
        assertThat(found()).isEmpty();
    }

    @Test
    void anAcceptedDeliveryThatIsNotStoredIsLost() {
        deliveries.remove(1);
        assertThat(found()).containsExactly("delivery-lost b: it was accepted and is not stored (request 1, approve)");
    }

    @Test
    void aDeliveryThatIsStoredTwiceIsDoubled() {
        deliveries.add(new Delivery("d-d2", "d", "decided", "unmatched", List.of()));
        assertThat(found()).containsExactly("delivery-doubled d: it is stored 2 times (request 3, nothing)");
    }

    @Test
    void aDeliveryThatIsNotDecidedIsOpen() {
        deliveries.set(3, new Delivery("d-d", "d", "received", "", List.of()));
        assertThat(found()).containsExactly("delivery-open d: it is received (request 3, nothing)");
    }

    @Test
    void aDeliveryThatNobodySentIsUnknown() {
        deliveries.add(new Delivery("d-x", "x", "decided", "unmatched", List.of()));
        assertThat(found()).containsExactly("delivery-unknown x: it is stored, and nobody has sent it");
    }

    @Test
    void aRequestWithoutRunIsALostRun() {
        asked.add(new Asked(4, Fate.CANCEL, 1, Set.of("e")));
        deliveries.add(new Delivery("d-e", "e", "decided", "rejected", List.of()));
        assertThat(found()).containsExactly("run-lost request 4: no run came of it");
    }

    @Test
    void aRequestWithTwoRunsIsADoubledRun() {
        deliveries.set(1, new Delivery("d-b", "b", "decided", "created", List.of("run-3")));
        runs.add(new Run("run-3", "succeeded", List.of()));
        executions.add(new Execution("e-3", "created", "event-1", "run-3"));
        assertThat(found())
                .contains(
                        "run-doubled request 1: it led to the runs run-1, run-3",
                        "decided-twice event-1: 2 executions stand for it",
                        "write-back-lost run-3: its branch was approved and is not there");
    }

    @Test
    void aRunThatNothingAskedForIsUnasked() {
        runs.add(new Run("run-9", "succeeded", List.of()));
        deliveries.set(3, new Delivery("d-d", "d", "decided", "created", List.of("run-8")));
        runs.add(new Run("run-8", "succeeded", List.of()));
        assertThat(found())
                .contains(
                        "run-unasked run-9: no request led to it",
                        "run-unasked request 3: nothing led to run-8",
                        "run-astray run-8: it is succeeded, its request 3 was to nothing");
    }

    @Test
    void aRunThatHasNotEndedOrEndedOtherwiseIsTold() {
        runs.set(0, new Run("run-1", "running", runs.get(0).said()));
        runs.set(1, new Run("run-2", "failed", runs.get(1).said()));
        assertThat(found())
                .contains("run-open run-1: it is running", "run-astray run-2: it is failed, its request 2 was to deny");
    }

    @Test
    void anAttemptWhoseAgentBeganTwiceIsADoubledLaunch() {
        launches.add(new Launch("run-1-1", "s9", 1));
        assertThat(found()).anyMatch(text -> text.startsWith("launch-doubled run-1-1: its agent began 2 times"));
    }

    @Test
    void twoSupervisorsAtOnceAreADoubledLaunch() {
        overlaps.add(new Overlap("s1 (10)", "s1 (11)"));
        assertThat(found()).containsExactly("launch-doubled s1 (10): it was alive together with s1 (11)");
    }

    @Test
    void twoAttemptsOfOneNumberAreDoubled() {
        attempts.add(new Attempt("run-1-1b", "run-1", 1, "cancelled", ""));
        assertThat(found()).containsExactly("attempt-doubled run-1 attempt 1: there are 2");
    }

    @Test
    void aLostAttemptOrLaunchIsTold() {
        attempts.set(1, new Attempt("run-2-1", "run-2", 1, "lost", "SessionGone its session is not there"));
        launches.remove(0);
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "attempt-lost run-2-1: its agent lived on this machine all the time: SessionGone its session is not there",
                        "launch-lost run-1-1: it succeeded, and its agent never began");
    }

    @Test
    void aLaunchWithoutAttemptOrWithAnothersTaskIsTold() {
        launches.add(new Launch("run-7-1", "s7", 1));
        launches.set(0, new Launch("run-1-1", "s1", 2));
        assertThat(found())
                .anyMatch(text -> text.startsWith("launch-unasked run-7-1"))
                .anyMatch(text ->
                        text.startsWith("launch-astray run-1-1: it was told of another request than its own, 1"));
    }

    @Test
    void aStepThatIsStoredTwiceOrNotAtAllIsTold() {
        runs.set(0, new Run("run-1", "succeeded", List.of("run-1-1 step 1", "run-1-1 step 1")));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "event-doubled run-1: 'run-1-1 step 1' is 2 times in its timeline",
                        "event-lost run-1: 'run-1-1 step 2' is not in its timeline");
    }

    @Test
    void aCommentThatIsThereTwiceIsDoubled() {
        remarks.add(new Remark(101, 1, ""));
        assertThat(found()).containsExactly("write-back-doubled request 1: its comment is 2 times there");
    }

    @Test
    void aStatusOfAWorkItemThatIsThereTwiceIsDoubled() {
        remarks.add(new Remark(201, 0, "notice-1"));
        remarks.add(new Remark(202, 0, "notice-2"));
        assertThat(found()).isEmpty();
        remarks.add(new Remark(203, 0, "notice-2"));
        assertThat(found()).containsExactly("notice-doubled notice-2: it is 2 times there");
    }

    @Test
    void aBranchThatWasPushedTwiceOrHoldsOtherWorkIsTold() {
        branches.set(0, new Branch("krate/run-1", 2, List.of(1, 2)));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "write-back-doubled krate/run-1: it was pushed 2 times",
                        "write-back-astray krate/run-1: it holds the work of [1, 2], not of 1");
    }

    @Test
    void whatWasApprovedAndIsNotThereIsLost() {
        remarks.clear();
        branches.clear();
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "write-back-lost run-1: its comment is settled and not there",
                        "write-back-lost run-1: its branch is settled and not there",
                        "write-back-lost run-1: its comment was approved and is not there",
                        "write-back-lost run-1: its branch was approved and is not there");
    }

    @Test
    void whatWasDeniedAndIsThereIsUnapproved() {
        remarks.add(new Remark(102, 2, ""));
        branches.add(new Branch("krate/run-2", 1, List.of(2)));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "write-back-unapproved request 2: a comment is there, its request was to deny",
                        "write-back-unapproved krate/run-2: it is there, its request was to deny",
                        "write-back-unrecorded run-2: its comment is there and not settled",
                        "write-back-unrecorded run-2: its branch is there and not settled");
    }

    @Test
    void whatIsSettledWithoutAYesIsUnapproved() {
        approvals.set(0, new Approval("ap-1", "run-1", "applied", 1, Said.NOTHING));
        assertThat(found())
                .contains(
                        "write-back-unapproved run-1-w1: it is settled, and nobody said yes",
                        "approval-unasked ap-1: it is applied, and nobody said yes");
    }

    @Test
    void aWriteBackThatWaitsIsOpen() {
        writeBacks.set(3, new WriteBack("run-2-w2", "run-2", "issue-comment", "approved", "", ""));
        assertThat(found()).containsExactly("write-back-open run-2-w2: it is approved");
    }

    @Test
    void whatFailedThoughItShouldNotHaveIsToldWithItsReason() {
        attempts.set(0, new Attempt("run-1-1", "run-1", 1, "failed", "Unexpected something broke"));
        writeBacks.set(0, new WriteBack("run-1-w1", "run-1", "branch-push", "failed", "ap-1", "StorageFailed no room"));
        assertThat(found())
                .contains(
                        "attempt-failed run-1-1: Unexpected something broke",
                        "write-back-failed run-1-w1: StorageFailed no room");
    }

    @Test
    void anApprovalThatIsPendingOrTurnedOrCountedTwiceIsTold() {
        approvals.set(0, new Approval("ap-1", "run-1", "denied", 1, new Said(1, 1, 1, 1)));
        approvals.set(1, new Approval("ap-2", "run-2", "pending", 1, new Said(0, 1, 0, 0)));
        assertThat(found())
                .contains(
                        "approval-open ap-2: it is pending",
                        "approval-doubled ap-1: 1 decisions are stored, 2 answers were said to count",
                        "approval-lost ap-1: an answer that counted is not stored")
                .anyMatch(text -> text.startsWith("approval-lost ap-1: it is denied"));
    }

    @Test
    void aDecisionThatIsNotInTheAuditTrailIsTold() {
        entries.remove(0);
        assertThat(found())
                .containsExactly("approval-unaudited ap-1: 1 decisions are stored, 0 are in the audit trail");
    }

    @Test
    void aBrokenTrailAndWhatIsLeftBehindAreTold() {
        intact = false;
        leftovers.add("the process 17");
        assertThat(found())
                .containsExactly(
                        "audit-broken the audit trail: record 2 is missing",
                        "left-behind this machine: the process 17");
    }
}
