package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.source.SourceUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A yes is worth what whoever gave it may still do when it is used, not when it was given. */
class ApproversTest {

    @TempDir
    private Path root;

    private Commenting at;

    @BeforeEach
    void aForge() {
        at = new Commenting(root.resolve("first"));
    }

    private AgentApproval question(String policy) {
        at = new Commenting(root.resolve("asked"), "approvals: 1, expiresAfter: 24h", policy);
        return at.question();
    }

    private AgentApproval question() {
        return question("approvals: 1");
    }

    private ApprovalPhase phase(AgentApproval approval) {
        return at.now(approval).status().phase();
    }

    private void anHourPasses() {
        at.scenario.pass(Duration.ofHours(1));
        at.krate.drain();
    }

    private List<AgentWriteBack> writeBacks() {
        return all(at.krate, AgentWriteBack.class);
    }

    private Caller person(Road road) {
        return new Caller("dora", road, false, Set.of("acme")).under("token-7");
    }

    @Test
    void theForgeIsAskedOfEachWhoSaidYesByIdRightBeforeEachWrite() {
        AgentApproval question = question();
        at.says("bob", "/krate approve");
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.scenario.asked).containsExactly("bob/3", "bob/3");
        assertThat(at.effects()).hasSize(2);
        Decision decision = at.now(question).status().decisions().get(0);
        assertThat(List.of(decision.road(), decision.provider(), decision.login(), decision.accountId()))
                .containsExactly("comment", "gitea", "bob", "3");
        assertThat(decision.revoked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "none", "triage", "unknown", ""})
    void whoMayNoLongerWriteHasApprovedNothingAndSomebodyElseIsAsked(String permission) {
        AgentApproval question = question();
        at.scenario.since.put("bob", permission);
        at.says("bob", "/krate approve");
        assertThat(at.effects()).isEmpty();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.now(question).status().reason().message())
                .isEqualTo("gitea/bob may no longer approve; somebody else is asked");
        assertThat(at.now(question).status().decisions().get(0).revoked())
                .isEqualTo("the account bob (id 3) has the permission " + permission);
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(writeBacks()).allSatisfy(one -> {
            assertThat(one.status().phase()).isEqualTo(WriteBackPhase.REQUESTED);
            assertThat(one.status().reason().code()).isEqualTo("APPROVER_REVOKED");
            assertThat(one.status().reason().message())
                    .isEqualTo("not written: gitea/bob, who approved it, may no longer approve"
                            + " (the account bob (id 3) has the permission " + permission + "); somebody else must");
        });
        AgentApproval again = pending(at.krate).get(0);
        assertThat(again.spec().bindingDigest()).isEqualTo(question.spec().bindingDigest());
        assertThat(again.spec().delta().changes())
                .containsExactly("gitea/bob, who approved it, may no longer approve; somebody else must");
        at.scenario.pass(Duration.ofSeconds(10));
        at.krate.drain();
        assertThat(at.scenario.forge.own().get(0).text())
                .contains("**Waits for approval.**")
                .contains(
                        "- different from what was approved: `gitea/bob, who approved it, may no longer approve; somebody else must`");
        at.says("carol", "/krate approve");
        assertThat(phase(again)).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.effects()).hasSize(2);
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    @Test
    void aForgeThatDoesNotAnswerKeepsTheYesAndTheWriteWaits() {
        AgentApproval question = question();
        at.scenario.atStanding = () -> {
            throw new SourceUnavailableException("connection refused");
        };
        at.says("bob", "/krate approve");
        anHourPasses();
        assertThat(at.effects()).isEmpty();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPROVED);
        assertThat(pending(at.krate)).isEmpty();
        assertThat(writeBacks().get(0).status().reason().code()).isEqualTo("ApproverUnknown");
        assertThat(writeBacks().get(0).status().reason().message())
                .isEqualTo("whether gitea/bob, who approved it, still may cannot be told just now,"
                        + " so nothing is written yet: connection refused");
        at.scenario.atStanding = () -> {};
        anHourPasses();
        anHourPasses();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.effects()).hasSize(2);
    }

    @Test
    void aRunIsCancelledWhoeverDoesNotAnswer() {
        AgentApproval question = question();
        at.scenario.atStanding = () -> {
            throw new SourceUnavailableException("connection refused");
        };
        at.says("bob", "/krate approve");
        at.says("carol", "/krate cancel");
        anHourPasses();
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(phase(question)).isNotEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.effects()).isEmpty();
    }

    @Test
    void whoIsCalledOtherwiseNowIsTheSame() {
        AgentApproval question = question();
        at.scenario.renamed.put("3", "robert");
        at.scenario.permissions.put("robert", "write");
        at.scenario.since.put("bob", "none");
        at.says("bob", "/krate approve");
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void whoIsNoLongerTheUserThatDecidedIsSomebodyElse() {
        AgentApproval question = question();
        at.isUser("id:3", "bob-jones");
        at.scenario.atStanding = () -> at.krate
                .resources()
                .delete(new ResourceKey("IdentityMapping", NAMESPACE, "bob-jones-id-3"), Scenario.ALICE);
        at.says("bob", "/krate approve");
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.now(question).status().decisions().get(0).revoked())
                .isEqualTo("the account bob (id 3) is no longer the user bob-jones");
        assertThat(at.effects()).isEmpty();
    }

    @Test
    void whoTurnsOutToBeWhoAskedHasNotApproved() {
        AgentApproval question = question("approvals: 1, fourEyes: true");
        at.scenario.atStanding = () -> {
            at.scenario.atStanding = () -> {};
            at.isUser("id:2", "alice-smith");
            at.isUser("id:3", "alice-smith");
        };
        at.says("bob", "/krate approve");
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.now(question).status().decisions().get(0).revoked())
                .isEqualTo("nobody approves what they or their agent asked for; ask somebody else");
    }

    @Test
    void ofTwoWhoAgreedEachMustStillBeLetIn() {
        AgentApproval question = question("approvals: 2");
        at.isUser("id:3", "bob-jones");
        at.isUser("id:4", "carol-king");
        at.says("bob", "/krate approve");
        at.scenario.since.put("bob", "read");
        at.says("carol", "/krate approve");
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.now(question).status().reason().message())
                .isEqualTo("bob-jones may no longer approve; somebody else is asked");
        assertThat(at.effects()).isEmpty();
        assertThat(pending(at.krate).get(0).spec().approvals()).isEqualTo(2);
    }

    @Test
    void whatWasWrittenBeforeStaysAndTheRestIsAskedAgain() {
        AgentApproval question = question();
        at.scenario.atStanding = () -> at.scenario.since.put("bob", at.scenario.asked.size() > 1 ? "read" : "write");
        at.says("bob", "/krate approve");
        assertThat(at.effects()).hasSize(1);
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(pending(at.krate).get(0).spec().actions())
                .extracting(AgentApproval.Action::ordinal)
                .containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"API", "CONSOLE", "CLI"})
    void aTokenIsLookedUpByItsIdAndCountsWhileItHolds(Road road) {
        AgentApproval question = question();
        at.scenario.principals = (principal, organization) -> principal.equals("token-7") && organization.equals("acme")
                ? AccessAnswer.allowed("it holds")
                : AccessAnswer.denied("another was asked about");
        at.krate.approvals().decide(yes(question), person(road));
        at.krate.drain();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPLIED);
        Decision decision = at.now(question).status().decisions().get(0);
        assertThat(List.of(decision.actor(), decision.road(), decision.principal(), decision.accountId()))
                .containsExactly("dora", road.word(), "token-7", "");
        assertThat(at.scenario.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"API", "CONSOLE", "CLI"})
    void aTokenThatWasTakenAwayTakesItsYesAlong(Road road) {
        AgentApproval question = question();
        at.scenario.principals = (principal, organization) -> AccessAnswer.denied("the token was revoked");
        at.krate.approvals().decide(yes(question), person(road));
        at.krate.drain();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(at.now(question).status().decisions().get(0).revoked()).isEqualTo("the token was revoked");
        assertThat(at.effects()).isEmpty();
        at.says("bob", "/krate approve");
        assertThat(at.effects()).hasSize(2);
    }

    @Test
    void aDoorThatDoesNotAnswerKeepsTheYesAndTheWriteWaits() {
        AgentApproval question = question();
        at.scenario.principals = (principal, organization) -> AccessAnswer.unavailable("the directory is down");
        at.krate.approvals().decide(yes(question), person(Road.API));
        at.krate.drain();
        assertThat(at.effects()).isEmpty();
        assertThat(phase(question)).isEqualTo(ApprovalPhase.APPROVED);
        assertThat(writeBacks().get(0).status().reason().code()).isEqualTo("ApproverUnknown");
        at.scenario.principals = (principal, organization) -> AccessAnswer.allowed("it holds");
        anHourPasses();
        anHourPasses();
        assertThat(at.effects()).hasSize(2);
    }

    @Test
    void aNameThatAnAgentTookSinceDoesNotCount() {
        AgentApproval question = question();
        at.scenario.principals = (principal, organization) -> {
            at.apply("""
                    apiVersion: krate.a5c.ai/v1alpha1
                    kind: AgentServiceAccount
                    metadata: { name: dora, namespace: acme }
                    spec: { namespace: acme, serviceAccountName: dora }
                    """);
            return AccessAnswer.allowed("it holds");
        };
        at.krate.approvals().decide(yes(question), person(Road.API));
        at.krate.drain();
        assertThat(at.effects()).isEmpty();
        assertThat(at.now(question).status().decisions().get(0).revoked()).isEqualTo("an agent never decides");
    }
}
