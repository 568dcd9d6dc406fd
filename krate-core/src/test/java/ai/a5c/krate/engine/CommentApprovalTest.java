package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions that people answer by comment: at that moment, at exactly what was asked, once. */
class CommentApprovalTest {

    private static final String STRANGERS = "This request was not started automatically; a maintainer can start it.";

    @TempDir
    private Path root;

    private Commenting at;

    @BeforeEach
    void aForge() {
        at = new Commenting(root);
    }

    @Test
    void theOnlyQuestionIsApprovedWithoutItsId() {
        AgentApproval question = at.question();
        WebhookDelivery delivery =
                at.deliver(at.comment("bob", "Looks good.\n/krate approve").build());
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.now(question).status().decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.actor()).isEqualTo("gitea/bob");
            assertThat(decision.road()).isEqualTo("comment");
        });
        assertThat(at.effects()).extracting(Mutation::action).contains("branch-push");
        assertThat(at.replies())
                .containsExactly(
                        "`%s` is approved: exactly what it shows. If that changes before it is done, Krate asks again."
                                .formatted(question.metadata().name()));
        assertThat(delivery.status().decision()).isEqualTo("commanded");
        assertThat(delivery.status().reasons())
                .extracting(one -> one.code() + ": " + one.message())
                .containsExactly("Approved: /krate approve");
    }

    @Test
    void aDenialIsToldInThePersonsOwnWords() {
        AgentApproval question = at.question();
        at.says(
                "bob",
                "/krate deny %s too much at once".formatted(question.metadata().name()));
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.DENIED);
        assertThat(at.now(question).status().reason().message()).isEqualTo("denied by gitea/bob: too much at once");
        assertThat(at.effects()).isEmpty();
        assertThat(at.lastReply())
                .isEqualTo("`%s` is denied.".formatted(question.metadata().name()));
    }

    @Test
    void theSameCommentDecidesOnceByWhateverRoadItComesAgain() {
        AgentApproval question = at.question();
        SourceEvent comment = at.says("bob", "/krate approve");
        at.deliver(comment, "another-uuid");
        SourceEvent found = comment.change().build();
        at.deliver(found, "found-by-the-poller");
        assertThat(at.now(question).status().decisions()).hasSize(1);
        assertThat(at.replies()).hasSize(1);
        assertThat(at.effects()).hasSize(2);
    }

    @Test
    void anOldCommentThatComesAgainAnswersNoLaterQuestion() {
        at.question();
        SourceEvent comment = at.says("bob", "/krate approve");
        at.scenario.pass(Duration.ofHours(1));
        AgentApproval later = at.question();
        at.deliver(comment, "redelivered");
        SourceEvent edited = again(comment, "comment-edited", "issue_comment.edited", "/krate approve\n\nThanks!");
        at.deliver(edited);
        assertThat(at.now(later).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(at.replies()).hasSize(1);
        at.deliver(again(comment, "edited-once-more", "issue_comment.edited", "/krate deny"));
        assertThat(at.now(later).status().phase()).isEqualTo(ApprovalPhase.DENIED);
    }

    /** The same comment, edited by its author. */
    private SourceEvent again(SourceEvent comment, String uid, String type, String text) {
        return SourceEvent.of(uid, "acme", comment.source(), type, "acme/app")
                .actor(comment.actor())
                .trust(comment.trust(), "")
                .workItem(comment.workItem())
                .text(new Text(text, "", comment.actor().id()))
                .payload(comment.payload())
                .occurredAt(at.scenario.now())
                .build();
    }

    @Test
    void whatWasAskedAfterTheCommentWasWrittenIsNotMeant() {
        SourceEvent early = at.comment("bob", "/krate approve").build();
        at.scenario.pass(Duration.ofMinutes(1));
        AgentApproval question = at.question();
        at.deliver(early);
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(at.lastReply()).isEqualTo("""
                Krate did not do what was asked, `/krate approve`.

                - Why: The question that is open was asked after the comment was written.
                - What helps: Look at it, and answer it by its id.
                - Who can do it: whoever asked

                Code: NewerQuestion

                - `%s`: write-back of `%s` at `%s`""".formatted(
                        question.metadata().name(),
                        question.spec().dispatchRun(),
                        question.spec().headSha().substring(0, 12)));
    }

    @Test
    void ofSeveralQuestionsOneMustBeNamed() {
        AgentApproval first = at.question();
        at.scenario.pass(Duration.ofHours(1));
        at.apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: other, namespace: acme }
                spec:
                  lifecycleState: active
                  sources: [issue-comment]
                  match: { mention: "@other" }
                  agentStack: claude-fix
                  taskKind: refactor
                """);
        at.scenario.agents.next(Script.done("Done as well."));
        at.says("alice", "@other tidy up");
        assertThat(pending(at.krate)).hasSize(2);
        at.says("bob", "/krate approve");
        assertThat(pending(at.krate)).hasSize(2);
        assertThat(at.lastReply())
                .contains("Code: SeveralQuestions")
                .contains(first.metadata().name());
        at.says("bob", "/krate approve " + first.metadata().name());
        assertThat(at.now(first).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(pending(at.krate)).hasSize(1);
    }

    @Test
    void aQuestionElsewhereIsAsGoodAsNone() {
        AgentApproval question = at.question();
        at.item = new WorkItem("issue", 2, "Another");
        at.says("bob", "/krate approve");
        assertThat(at.lastReply()).contains("Code: NoQuestion");
        at.says("bob", "/krate approve " + question.metadata().name());
        String elsewhere = at.lastReply();
        at.says("bob", "/krate approve approval-00000000000000000000");
        assertThat(at.lastReply()
                        .replace(
                                "approval-00000000000000000000",
                                question.metadata().name()))
                .isEqualTo(elsewhere);
        assertThat(elsewhere).contains("Code: QuestionUnknown");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
    }

    @Test
    void thePermissionIsThatOfTheMomentNotOfTheEvent() {
        AgentApproval question = at.question();
        SourceEvent comment = at.comment("bob", "/krate approve").build();
        at.scenario.permissions.put("bob", "read");
        at.deliver(comment);
        assertThat(comment.actor().permission()).isEqualTo("write");
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.replies()).containsExactly(STRANGERS);
    }

    @Test
    void aForgeThatDoesNotAnswerDelaysTheDecisionAndLosesNothing() {
        AgentApproval question = at.question();
        at.scenario.answering = false;
        at.says("bob", "/krate approve");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(at.replies()).isEmpty();
        at.scenario.answering = true;
        at.scenario.pass(Duration.ofMinutes(10));
        at.krate.drain();
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
    }

    @Test
    void aPushBetweenApprovalAndWriteVoidsIt() {
        at.item = new WorkItem("pull-request", 3, "Mend it");
        String head = at.scenario.repositories.commitOnRemote(
                "acme/app", "feature", Map.of("src/Calculator.java", "return a - b;\n"));
        at.scenario.agents.next(Script.done("Mended."));
        at.deliver(at.comment("alice", "@claude fix this")
                .sha(Optional.of(head))
                .branch(Optional.of("feature"))
                .build());
        AgentApproval question = pending(at.krate).get(0);
        assertThat(question.spec().headSha()).isEqualTo(head);
        String pushed =
                at.scenario.repositories.commitOnRemote("acme/app", "feature", Map.of("src/Other.java", "return 1;\n"));
        at.says("bob", "/krate approve");
        assertThat(at.effects()).isEmpty();
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.SUPERSEDED);
        assertThat(pending(at.krate))
                .singleElement()
                .satisfies(next -> assertThat(next.spec().headSha()).isEqualTo(pushed));
    }

    @Test
    void whatSomebodyElseEditedIsNobodysCommand() {
        AgentApproval question = at.question();
        SourceEvent edited = at.comment("carol", "/krate approve").build();
        at.deliver(edited.change().text(new Text("/krate approve", "", "3")).build());
        SourceEvent byType = SourceEvent.of("edit", "acme", edited.source(), "issue_comment.edited", "acme/app")
                .actor(edited.actor())
                .trust(edited.trust(), "")
                .workItem(edited.workItem())
                .text(new Text("/krate approve", "", "3"))
                .payload(edited.payload())
                .occurredAt(at.scenario.now())
                .build();
        at.deliver(byType);
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.replies()).isEmpty();
    }

    @Test
    void approvingByCommentAfterTheConsoleSaysSo() {
        AgentApproval question = at.question();
        at.krate.approvals().decide(yes(question), ALICE);
        at.krate.drain();
        at.says("bob", "/krate approve " + question.metadata().name());
        assertThat(at.lastReply()).contains("Code: AlreadyDecided");
        assertThat(at.now(question).status().decisions()).hasSize(1);
    }

    @Test
    void severalCommandsAreDoneInTheirOrderAndAnsweredTogether() {
        AgentApproval question = at.question();
        String name = question.metadata().name();
        at.says("bob", "/krate approve %s\n/krate deny %s\n/krate approve %s".formatted(name, name, name));
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPLIED);
        assertThat(at.replies())
                .singleElement()
                .satisfies(reply -> assertThat(reply)
                        .startsWith("`%s` is approved".formatted(name))
                        .contains("`/krate deny %s`".formatted(name))
                        .contains("Code: AlreadyDecided"));
    }
}
