package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose comment counts: the forge's permission and Krate's own rules for approvers, both. */
class CommentAuthorityTest {

    private static final String PLAIN = "approvals: 1, expiresAfter: 24h";

    @TempDir
    private Path root;

    private Commenting at;

    @BeforeEach
    void aForge() {
        at = new Commenting(root.resolve("first"));
    }

    private AgentApproval question(String policy) {
        at = new Commenting(root.resolve("asked"), PLAIN, policy);
        return at.question();
    }

    @Test
    void whoAskedApprovesWhereThePolicyLetsThem() {
        AgentApproval question = question("approvals: 1");
        at.says("alice", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void whoAskedDoesNotApproveWhereFourEyesAreWanted() {
        AgentApproval question = question("approvals: 1, fourEyes: true");
        at.says("alice", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(at.lastReply()).isEqualTo("""
                Krate did not do what was asked, `/krate approve`.

                - Why: Nobody agrees to what they asked for themselves.
                - What helps: Let somebody else answer.
                - Who can do it: anybody who may approve for the repository

                Code: OwnRequest""");
        at.says("bob", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void anotherAccountOfTheSameUserIsTheSamePerson() {
        AgentApproval question = question("approvals: 1, fourEyes: true");
        at.isUser("alice", "alice-smith");
        at.isUser("id:3", "alice-smith");
        at.says("bob", "/krate approve");
        assertThat(at.lastReply()).contains("Code: OwnRequest");
        at.says("carol", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.now(question).status().decisions().get(0).actor()).isEqualTo("gitea/carol");
    }

    @Test
    void whoAskedAtTheForgeDoesNotApproveInTheConsoleEither() {
        AgentApproval question = question("approvals: 1, fourEyes: true");
        at.isUser("id:2", "alice-smith");
        ApprovalDesk.Ruling ruling =
                at.krate.approvals().decide(yes(question), new Caller("alice-smith", Road.CONSOLE, true, Set.of()));
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        ApprovalDesk.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("OWN_REQUEST"));
    }

    @Test
    void anAccountOfTheSameNameWithAnotherIdIsSomebodyElse() {
        AgentApproval question = question("approvals: 1, fourEyes: true");
        at.deliver(at.comment("bob", "/krate approve")
                .build()
                .change()
                .actor(new Actor("alice", "77", "write", false))
                .text(new Text("/krate approve", "", "77"))
                .build());
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void whereTwoMustAgreeAccountsThatAreNobodysDoNotCount() {
        AgentApproval question = question("approvals: 2");
        at.says("bob", "/krate approve");
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.lastReply()).contains("Code: IdentityUnknown");
        at.isUser("bob", "bob-jones");
        at.says("bob", "/krate approve");
        assertThat(at.lastReply())
                .isEqualTo("`%s` has your approval; one more person must agree."
                        .formatted(question.metadata().name()));
        at.krate.approvals().decide(yes(question), new Caller("bob-jones", Road.CONSOLE, true, Set.of()));
        at.says("bob", "/krate approve");
        assertThat(at.lastReply()).contains("Code: AlreadyDone");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        at.isUser("id:4", "carol-king");
        at.says("carol", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.now(question).status().decisions())
                .extracting(AgentApproval.Decision::actor)
                .containsExactly("bob-jones", "carol-king");
    }

    @Test
    void anAccountOfSeveralUsersDecidesNothingNotEvenNo() {
        AgentApproval question = question("approvals: 1");
        at.isUser("id:3", "bob-jones");
        at.isUser("id:3", "robert-jones");
        at.says("bob", "/krate approve");
        at.says("bob", "/krate deny");
        assertThat(at.replies())
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply).contains("Code: IdentityAmbiguous"));
        assertThat(at.now(question).status().decisions()).isEmpty();
    }

    @Test
    void aMappingOfAnotherForgeSaysNothing() {
        AgentApproval question = question("approvals: 2");
        at.isUser("bob", "bob-jones");
        at.apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: IdentityMapping
                metadata: { name: carol, namespace: acme }
                spec: { user: bob-jones, provider: gitea, issuer: "https://elsewhere.example", subject: carol }
                """);
        at.says("carol", "/krate approve");
        assertThat(at.lastReply()).contains("Code: IdentityUnknown");
        assertThat(at.now(question).status().decisions()).isEmpty();
    }

    @Test
    void anAgentsAccountNeverCountsWhateverItMayDoAtTheForge() {
        AgentApproval question = question("approvals: 1");
        at.scenario.permissions.put("claude-ci", "admin");
        at.apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentServiceAccount
                metadata: { name: claude-ci, namespace: acme }
                spec: { namespace: acme, serviceAccountName: claude-ci }
                """);
        at.says("claude-ci", "/krate approve");
        assertThat(at.lastReply()).contains("Code: Agent");
        assertThat(at.now(question).status().decisions()).isEmpty();
    }

    @Test
    void ourOwnWordsAndThoseOfBotsWakeNobody() {
        AgentApproval question = question("approvals: 1");
        SourceEvent comment = at.comment("carol", "/krate approve").build();
        at.deliver(
                comment.change().actor(new Actor("krate", "4", "admin", true)).build(), "own");
        at.deliver(
                at.comment("carol", "/krate approve")
                        .build()
                        .change()
                        .actor(new Actor("bot", "4", "admin", false, true))
                        .build(),
                "bot");
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.replies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "read", "triage", "unknown", "", "WRITE", "maintain"})
    void nobodyDecidesWithoutWritePermission(String permission) {
        AgentApproval question = question("approvals: 1");
        at.scenario.permissions.put("bob", permission);
        for (String command :
                new String[] {"approve", "deny", "ok 0123456", "cancel", "retry", "status", "help", "what"}) {
            at.says("bob", "/krate " + command);
        }
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.run().status().cancelRequested()).isFalse();
        assertThat(at.replies())
                .isNotEmpty()
                .containsOnly("This request was not started automatically; a maintainer can start it.");
    }
}
