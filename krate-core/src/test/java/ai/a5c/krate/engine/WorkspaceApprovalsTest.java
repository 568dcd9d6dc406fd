package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.no;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people must approve before it is done with a workspace, because the rule of its run has the gate {@code rebase}. */
class WorkspaceApprovalsTest {

    private static final Caller BOB = new Caller("bob", Road.CONSOLE, true, Set.of());

    private WorkspaceScenario at;

    @BeforeEach
    void aRunLeftWorkInAWorkspace(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
        leftWork("requireFor: [write-back, rebase]");
    }

    private void leftWork(String gates) {
        at.policy("isolated-worktree", 0, "", "requireFor: [write-back]", gates);
        at.runOnce();
        at.end();
    }

    private static List<AgentApproval> ofWorkspaces(WorkspaceScenario at) {
        return all(at.krate, AgentApproval.class).stream()
                .filter(one -> one.spec().action().equals("rebase"))
                .toList();
    }

    private AgentApproval asked() {
        return pending(at.krate).get(0);
    }

    private AgentApproval now(AgentApproval approval) {
        return all(at.krate, AgentApproval.class).stream()
                .filter(one -> one.metadata().name().equals(approval.metadata().name()))
                .findFirst()
                .orElseThrow();
    }

    private String read(String file) throws IOException {
        return Files.readString(at.directory(at.workspace()).resolve(file));
    }

    @Test
    void aRebaseIsShownExactlyAndDoneOnceSomebodySaysYes() throws IOException {
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        assertThat(waiting.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.directory(waiting).resolve("README.md")).doesNotExist();
        AgentApproval approval = asked();
        assertThat(waiting.status().request().approval())
                .isEqualTo(approval.metadata().name());
        assertThat(approval.spec().requestedBy()).isEqualTo("alice");
        AgentApproval.Action action = approval.spec().actions().get(0);
        String from = waiting.status().baseSha();
        String onto = waiting.status().request().onto();
        assertThat(action.action()).isEqualTo("rebase-start");
        assertThat(action.target())
                .isEqualTo("%s onto main at %s", waiting.metadata().name(), onto.substring(0, 12));
        assertThat(action.preview())
                .isEqualTo(
                        "moves the work from %s onto %s, where main is now%nwork in it: src/Calculator.java (+1 -1)",
                        from.substring(0, 12), onto.substring(0, 12));
        at.krate.approvals().decide(yes(approval), BOB);
        at.krate.drain();
        AgentWorkspace rebased = at.workspace();
        assertThat(now(approval).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(rebased.status().baseSha()).isEqualTo(onto);
        assertThat(rebased.status().request()).isEqualTo(Request.NONE);
        assertThat(read("README.md")).isEqualTo("theirs\n");
        assertThat(read("src/Calculator.java")).isEqualTo("return a + b;\n");
        assertThat(at.krate.audit().list(NAMESPACE, 0, 200))
                .extracting(
                        record -> record.entry().action() + " " + record.entry().actor())
                .contains("workspace.approval-asked alice", "workspace.rebase-start alice", "approval.applied krate");
    }

    @Test
    void aYesHoldsForOneTimeOnly() {
        at.upstream(Map.of("README.md", "theirs\n"));
        at.act(Action.REBASE_START);
        at.krate.approvals().decide(yes(asked()), BOB);
        at.krate.drain();
        String base = at.workspace().status().baseSha();
        at.upstream(Map.of("README.md", "theirs again\n"));
        at.act(Action.REBASE_START);
        at.goOn();
        assertThat(at.workspace().status().baseSha()).isEqualTo(base);
        assertThat(ofWorkspaces(at))
                .extracting(one -> one.status().phase())
                .containsExactlyInAnyOrder(ApprovalPhase.APPLIED, ApprovalPhase.PENDING);
    }

    @Test
    void theSameIsAskedForOnce() {
        AgentWorkspace first = at.act(Action.REBASE_START);
        AgentWorkspace second = at.act(Action.REBASE_START);
        assertThat(second.status().request()).isEqualTo(first.status().request());
        assertThat(ofWorkspaces(at)).hasSize(1);
        assertThat(at.refused(Action.CLEANUP, "", true))
                .hasMessage(
                        "rebase-start waits for approval '%s'; decide that one first",
                        first.status().request().approval());
        assertThat(at.refusal(Action.CLEANUP, true)).isEqualTo("APPROVAL_PENDING");
    }

    @Test
    void aNoLeavesEverythingAsItWasAndIsNotAskedAgain() throws IOException {
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace before = at.act(Action.REBASE_START);
        AgentApproval approval = asked();
        at.krate.approvals().decide(no(approval), BOB);
        at.goOn();
        AgentWorkspace after = at.workspace();
        assertThat(after.status().baseSha()).isEqualTo(before.status().baseSha());
        assertThat(after.status().request()).isEqualTo(Request.NONE);
        assertThat(after.status().task().trouble())
                .isEqualTo(
                        "rebase-start was not done: denied by bob: not like this (%s)",
                        approval.metadata().name());
        RefusedException again = at.refused(Action.REBASE_START, "", false);
        assertThat(again.code()).isEqualTo("APPROVAL_DENIED");
        assertThat(again)
                .hasMessage(
                        "exactly this was denied before (%s); change what is proposed",
                        approval.metadata().name());
        Files.writeString(at.directory(after).resolve("new.txt"), "other work\n");
        assertThat(at.act(Action.REBASE_START).status().request().approval())
                .as("other work is another question")
                .isNotEmpty();
    }

    @Test
    void aQuestionThatNobodyAnswersEnds() {
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        at.act(Action.PIN);
        at.scenario.pass(Duration.ofHours(25));
        at.goOn();
        assertThat(ofWorkspaces(at).get(0).status().phase()).isEqualTo(ApprovalPhase.EXPIRED);
        assertThat(at.workspace().status().request()).isEqualTo(Request.NONE);
        assertThat(at.workspace().status().task().trouble())
                .isEqualTo(
                        "rebase-start was not done: nobody decided in time (%s)",
                        waiting.status().request().approval());
    }

    @Test
    void aYesToOtherWorkMovesNothing() throws IOException {
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        Files.writeString(at.directory(waiting).resolve("new.txt"), "nobody saw this\n");
        isTakenBack(waiting);
    }

    @Test
    void aYesToAnotherTargetMovesNothing() {
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        at.upstream(Map.of("README.md", "theirs, a commit later\n"));
        isTakenBack(waiting);
    }

    private void isTakenBack(AgentWorkspace waiting) {
        AgentApproval approval = asked();
        at.krate.approvals().decide(yes(approval), BOB);
        at.krate.drain();
        assertThat(now(approval).status().phase()).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(now(approval).status().reason().message()).isEqualTo("what would happen has changed");
        assertThat(at.workspace().status().baseSha()).isEqualTo(waiting.status().baseSha());
        assertThat(at.workspace().status().request()).isEqualTo(Request.NONE);
        assertThat(at.workspace().status().task().trouble())
                .isEqualTo("rebase-start was not done: its work or its target is no longer what people were shown;"
                        + " ask again");
    }

    @Test
    void aChangeIsNoticedBeforeAnybodyDecides() throws IOException {
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        Files.writeString(at.directory(waiting).resolve("new.txt"), "nobody saw this\n");
        at.scenario.pass(Duration.ofMinutes(6));
        at.krate.drain();
        assertThat(ofWorkspaces(at).get(0).status().phase()).isEqualTo(ApprovalPhase.SUPERSEDED);
    }

    @Test
    void anotherActionTakesTheQuestionBack() {
        at.act(Action.REBASE_START);
        AgentApproval approval = asked();
        assertThat(at.act(Action.ARCHIVE).status().phase()).isEqualTo(WorkspacePhase.ARCHIVED);
        assertThat(now(approval).status().phase()).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.krate.approvals().decide(yes(approval), BOB))
                .isInstanceOfSatisfying(
                        ApprovalDesk.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("ALREADY_DECIDED"));
    }

    @Test
    void notesPinsAndLinksTakeNothingBack() {
        at.act(Action.REBASE_START);
        at.act(Action.NOTE, "look", false);
        at.act(Action.LINK, "issue/7", false);
        at.act(Action.PIN);
        at.krate.drain();
        assertThat(ofWorkspaces(at).get(0).status().phase()).isEqualTo(ApprovalPhase.PENDING);
    }

    @Test
    void withFourEyesWhoeverAskedDoesNotApprove() {
        at = new WorkspaceScenario(at.root.resolve("four-eyes"));
        leftWorkOfCarol();
        at.act(Action.REBASE_START);
        assertThat(at.krate.approvals().decide(yes(asked()), ALICE))
                .isEqualTo(new ApprovalDesk.Refused(
                        "OWN_REQUEST",
                        "decided is refused while pending: nobody approves what they or their agent asked for;"
                                + " ask somebody else"));
        assertThat(at.krate.approvals().decide(yes(asked()), BOB)).isInstanceOf(ApprovalDesk.Decided.class);
    }

    private void leftWorkOfCarol() {
        at.scenario.login = "carol";
        leftWork("fourEyes: true, requireFor: [write-back, rebase]");
    }

    @Test
    void conflictsAreForWhoeverAskedButOneSideAloneIsAskedForAgain() throws IOException {
        at.upstream(Map.of("src/Calculator.java", "theirs\n"));
        at.act(Action.REBASE_START);
        assertThat(asked().spec().risks()).containsExactly("conflicts in src/Calculator.java");
        at.krate.approvals().decide(yes(asked()), BOB);
        at.krate.drain();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REBASING);
        at.act(Action.REBASE_AUTO_RESOLVE, "upstream", false);
        AgentApproval approval = asked();
        assertThat(approval.spec().actions().get(0).target())
                .isEqualTo("%s for the upstream", at.workspace().metadata().name());
        at.krate.approvals().decide(yes(approval), BOB);
        at.krate.drain();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(read("src/Calculator.java")).isEqualTo("theirs\n");
    }

    @Test
    void whatWasApprovedAndMarkedIsEndedOrUndoneWithoutAnotherQuestion() throws IOException {
        at.upstream(Map.of("src/Calculator.java", "theirs\n"));
        at.act(Action.REBASE_START);
        at.krate.approvals().decide(yes(asked()), BOB);
        at.krate.drain();
        assertThat(at.act(Action.REBASE_ABORT).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(read("src/Calculator.java")).isEqualTo("return a + b;\n");
    }

    @Test
    void workIsDiscardedOnlyOnceSomebodySaysYes() {
        AgentWorkspace waiting = at.act(Action.CLEANUP, "", true);
        assertThat(at.directory(waiting)).isDirectory();
        assertThat(asked().spec().actions().get(0).preview())
                .isEqualTo("removes the workspace for good%nwork in it: src/Calculator.java (+1 -1)".formatted());
        at.krate.approvals().decide(yes(asked()), BOB);
        at.krate.drain();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(at.directory(waiting)).doesNotExist();
        assertThat(ofWorkspaces(at).get(0).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void anArchiveIsDiscardedOnlyOnceSomebodySaysYes() {
        at.act(Action.ARCHIVE);
        at.act(Action.CLEANUP, "", true);
        assertThat(asked().spec().risks()).containsExactly("its archive goes as well");
        at.krate.approvals().decide(yes(asked()), BOB);
        at.krate.drain();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(at.workspace().status().archiveDigest()).isEmpty();
    }

    @Test
    void whatLosesNothingNeedsNobody() {
        assertThat(at.krate.workspaces().offers(at.workspace()).stream()
                        .filter(offer -> offer.gated())
                        .map(offer -> offer.action()))
                .containsExactly(Action.CLEANUP, Action.REBASE_START, Action.REBASE_AUTO_RESOLVE);
        at.act(Action.ARCHIVE);
        at.act(Action.RECOVER);
        assertThat(ofWorkspaces(at)).isEmpty();
    }
}
