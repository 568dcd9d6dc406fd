package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.comment.CommentDesk;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands besides answers to questions, and what people read who give them. */
class CommentCommandsTest {

    private static final String STRANGERS = "This request was not started automatically; a maintainer can start it.";
    private static final String OTHER = "fedcba9876543210fedcba9876543210fedcba98";

    @TempDir
    private Path root;

    private Commenting at;

    @BeforeEach
    void aForge() {
        at = new Commenting(root);
    }

    /** An outsider asks on a pull request for what a maintainer must admit first. */
    private AgentApproval outsidersRequest() {
        at.item = new WorkItem("pull-request", 3, "Mend it");
        at.says("mallory", "@claude fix this");
        return pending(at.krate).get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 12, 40})
    void anOutsidersRequestRunsAtExactlyTheCommitThatIsNamed(int digits) {
        AgentApproval question = outsidersRequest();
        assertThat(at.replies()).containsExactly(STRANGERS);
        at.says("bob", "/krate ok " + Commenting.HEAD.substring(0, digits));
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.APPROVED);
        assertThat(at.run().spec().sha()).isEqualTo(Commenting.HEAD);
        assertThat(at.lastReply())
                .isEqualTo("The request may run at commit `%s`; a push asks again.".formatted(Commenting.HEAD));
    }

    @Test
    void aCommitThatIsNotTheHeadAnyMoreAdmitsNothing() {
        AgentApproval question = outsidersRequest();
        at.scenario.head = Optional.of(OTHER);
        at.says("bob", "/krate ok " + Commenting.HEAD);
        assertThat(at.lastReply()).isEqualTo("""
                Krate did not do what was asked, `/krate ok %s`.

                - Why: The head is another commit. (`the head is %s`)
                - What helps: Look at the head, then name that one.
                - Who can do it: whoever asked

                Code: OtherHead""".formatted(Commenting.HEAD, OTHER));
        at.says("bob", "/krate ok " + OTHER);
        assertThat(at.lastReply()).contains("Code: NoRequestAtCommit");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(all(at.krate, AgentDispatchRun.class)).isEmpty();
    }

    @Test
    void whoMayNotWriteAdmitsNobodyAndLeastOfAllThemselves() {
        AgentApproval question = outsidersRequest();
        at.says("mallory", "/krate ok " + Commenting.HEAD);
        at.says("mallory", "/krate approve");
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(at.replies()).containsOnly(STRANGERS);
    }

    @Test
    void aRunIsStoppedAndTriedOnceMore() {
        at.question();
        SourceEvent cancel = at.says("bob", "/krate cancel");
        String run = at.run().metadata().name();
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(at.lastReply()).isEqualTo("`%s` is stopped.".formatted(run));
        at.scenario.agents.next(Script.done("Mended after all."));
        at.says("bob", "/krate retry");
        assertThat(at.lastReply()).isEqualTo("`%s` is tried once more.".formatted(run));
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        at.deliver(cancel, "redelivered");
        assertThat(at.run().status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(at.replies()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/krate cancel, NoRunAtWork",
        "/krate retry, NoRun",
        "/krate cancel run-x, RunUnknown",
        "/krate retry run-x, RunUnknown",
        "/krate approve, NoQuestion",
        "/krate deny, NoQuestion",
        "/krate ok 0123456, NoRequestAtCommit",
        "/krate ok main, UnclearCommand",
        "/krate aprove, UnclearCommand",
    })
    void whatCannotBeDoneIsAnsweredWithItsReason(String command, String code) {
        at.says("bob", command);
        assertThat(at.replies())
                .singleElement()
                .satisfies(reply -> assertThat(reply)
                        .startsWith("Krate did not do what was asked, `%s`.".formatted(command))
                        .contains("Code: " + code));
    }

    @Test
    void aRunThatIsOverIsNotStopped() {
        at.question();
        at.says("bob", "/krate deny");
        at.says("bob", "/krate cancel " + at.run().metadata().name());
        assertThat(at.lastReply())
                .contains("(`the run is over; there is nothing to stop`)")
                .contains("Code: NotPossible");
    }

    @Test
    void statusTellsRunsAndQuestions() {
        at.says("bob", "/krate status");
        assertThat(at.lastReply()).isEqualTo("There is no run here yet.\n\nNo question is open.");
        AgentApproval question = at.question();
        at.says("bob", "/krate status");
        assertThat(at.lastReply()).isEqualTo("""
                Runs here, the latest first:

                - `%1$s`: waiting-for-approval, issue-fix by `claude-fix`

                Questions that are open:

                - `%2$s`: write-back of `%1$s` at `%3$s`""".formatted(
                        at.run().metadata().name(),
                        question.metadata().name(),
                        question.spec().headSha().substring(0, 12)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/krate help", "/krate"})
    void helpTellsWhatCanBeSaid(String command) {
        at.says("bob", command);
        assertThat(at.replies()).containsExactly(CommentDesk.help());
        assertThat(CommentDesk.help()).contains("- `/krate approve [id]` Agrees to what a question shows");
    }

    @Test
    void anUnknownCommandGetsHelpFromThoseWhoMayWriteOnly() {
        at.says("bob", "/krate merge");
        assertThat(at.lastReply()).contains("(`there is no such command`)").endsWith(CommentDesk.help());
        at.says("mallory", "/krate merge");
        assertThat(at.lastReply()).isEqualTo(STRANGERS);
    }

    @Test
    void aNoteWakesNobodyAndIsNotAnswered() {
        AgentApproval question = at.question();
        at.says("bob", "/note @claude, not for you\n\n/krate approve\n/krate fix");
        assertThat(at.now(question).status().decisions()).isEmpty();
        assertThat(all(at.krate, AgentDispatchRun.class)).hasSize(1);
        assertThat(at.replies()).isEmpty();
    }

    @Test
    void anAgentIsStartedByCommandAsByMention() {
        at.scenario.agents.next(Script.done("Mended."));
        at.says("alice", "/krate fix the parser");
        assertThat(at.run().spec().workItem()).isEqualTo("issue/1");
        assertThat(at.replies()).isEmpty();
    }

    @Test
    void whatTheRuleDoesNotLetTextsChooseIsRefusedWithWhatItDoes() {
        at = new Commenting(
                root.resolve("selectable"),
                "untrusted: ask",
                "untrusted: ask\n  selectable: { stacks: [claude-fix], maxBudget: 5 }");
        SourceEvent comment = at.says("alice", "/krate fix budget=50 stack=claude-fix");
        at.deliver(comment, "again");
        assertThat(at.replies()).containsExactly("""
                Krate did not start what was asked, `/krate fix budget=50 stack=claude-fix`.

                - Why: The text chooses something that the rule does not let texts choose. (`the text chooses budget '50'; the rule lets texts choose a number of dollars up to 5.0`)
                - What helps: Ask without it, or name it in selectable of the rule.
                - Who can do it: whoever asked

                Code: NotSelectable""");
        at.scenario.agents.next(Script.done("Mended."));
        at.says("alice", "/krate fix budget=5 stack=claude-fix");
        assertThat(at.run().spec().request().budgetUsd()).isEqualTo(5.0);
        assertThat(at.replies()).hasSize(1);
    }

    @Test
    void aCommandThatNoRuleHearsIsAnswered() {
        at.says("alice", "/krate review");
        assertThat(at.lastReply())
                .startsWith("Krate did not start what was asked, `/krate review`.")
                .contains(
                        "(`rule 'claude-mention': match.mention wants @claude or /krate fix, the event has /krate review`)")
                .contains("Code: NoMatch");
        at.says("alice", "just talking about @bob");
        at.says("alice", "no mention of anybody");
        assertThat(at.replies()).hasSize(1);
    }

    @Test
    void commandsBesidesStartsAreDoneFirstAndAnsweredInTheSameComment() {
        AgentApproval question = at.question();
        at.says("bob", "/krate review\n/krate deny not now");
        assertThat(at.now(question).status().phase()).isEqualTo(ApprovalPhase.DENIED);
        assertThat(at.replies())
                .singleElement()
                .satisfies(reply -> assertThat(reply)
                        .startsWith(
                                "`%s` is denied.".formatted(question.metadata().name()))
                        .contains("`/krate review`"));
    }

    @Test
    void aStrangerWhoWritesOnHundredIssuesIsAnsweredAFewTimes() {
        at.apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: claude-mention, namespace: acme }
                spec:
                  lifecycleState: active
                  sources: [issue-comment]
                  match: { mention: "@claude" }
                  agentStack: claude-fix
                  taskKind: issue-fix
                  untrusted: ignore
                """);
        for (int i = 1; i <= 100; i++) {
            at.item = new WorkItem("issue", i, "Spam");
            at.deliver(at.comment("mallory", i % 2 == 0 ? "@claude fix" : "/krate approve")
                    .trust(Trust.UNTRUSTED, "no permission")
                    .occurredAt(at.scenario.now())
                    .build());
        }
        assertThat(at.replies()).hasSizeBetween(1, 6).containsOnly(STRANGERS);
        assertThat(all(at.krate, AgentNotice.class)).hasSizeLessThanOrEqualTo(6);
        assertThat(all(at.krate, AgentDispatchRun.class)).isEmpty();
        assertThat(pending(at.krate)).isEmpty();
        assertThat(all(at.krate, AgentTriggerExecution.class)).hasSizeLessThanOrEqualTo(50);
    }
}
