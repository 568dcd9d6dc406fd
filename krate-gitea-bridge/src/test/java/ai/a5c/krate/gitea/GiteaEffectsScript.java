package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.ForgeView.Review;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that Krate writes to a forge, asked for by agents in their last words, approved in comments, each once: branch,
 * pull request, comment, review, label, status, rerun, eyes. Each part can be played at a forge where others were.
 */
record GiteaEffectsScript(ScriptWorld world, ScriptPerson person, ForgeView view) {

    private static final String LABEL = "bug";
    private static final String CONTEXT = "krate/claude-fix/result";
    private static final String APPROVE = "/krate approve";
    private static final String APPLIED = "SETTLED ";

    /** What the agent of an issue says. */
    private static final String MENDED = """
            The greeting was wrong.

            ```krate-output
            {"pullRequest": {"title": "Mend the greeting", "body": "It greets as it should."},
             "labels": {"add": ["bug"]},
             "status": {"state": "success", "description": "it greets"},
             "rerun": {"workflow": %d, "attempt": 1}}
            ```
            """;

    /** What the agent of a pull request says. */
    private static final String REVIEWED = """
            Two things.

            ```krate-output
            {"review": {"summary": "Two remarks.", "comments": [
               {"path": "change.txt", "line": 1, "body": "Say more here."},
               {"path": "change.txt", "line": 400, "body": "This line is not there."}]},
             "labels": {"add": ["bug"]},
             "status": {"state": "failure", "description": "two remarks"}}
            ```
            """;

    /** Somebody asks at an issue, and all that comes of it is approved in a comment there. */
    void mend() {
        person.makeLabel(LABEL);
        long issue = person.open("Wrong greeting", "It says too little.");
        world.edits.putAll(Map.of("README.md", "hello, world\n"));
        world.agents.next(Script.done(MENDED.formatted(person.failedRun())));
        long request = person.say(issue, "@claude fix this");
        AgentApproval question = question("issue/" + issue);
        assertThat(question.spec().actions())
                .extracting(action -> action.action())
                .containsExactly("branch-push", "open-pr", "issue-comment", "label", "commit-status", "workflow-rerun");
        assertThat(view.pulls()).isEmpty();
        world.until(
                "it is shown that the request was taken",
                () -> view.reactions(request).equals(List.of("eyes")));
        approve(issue, question);
        AgentDispatchRun run = finished("issue/" + issue);
        assertThat(outcomes(run))
                .containsAllEntriesOf(Map.of(
                        "branch-push", APPLIED,
                        "open-pr", APPLIED,
                        "issue-comment", APPLIED,
                        "label", APPLIED,
                        "commit-status", APPLIED))
                .hasEntrySatisfying(
                        "workflow-rerun",
                        outcome -> assertThat(person.rerunOutcomes())
                                .contains(outcome.substring(outcome.indexOf(' ') + 1)));
        String branch = "krate/" + run.metadata().name();
        assertThat(view.branch(branch)).isEqualTo(remoteId(run, "branch-push"));
        assertThat(view.pulls()).singleElement().satisfies(pull -> {
            assertThat(pull.branch()).isEqualTo(branch);
            assertThat(pull.title()).isEqualTo("Mend the greeting");
            assertThat(pull.body()).startsWith("It greets as it should.\n\nFor #%d.\n".formatted(issue));
        });
        assertThat(said(issue, "The greeting was wrong.")).hasSize(1);
        assertThat(view.labels(issue)).containsExactly(LABEL);
        assertThat(view.statuses(run.spec().sha(), CONTEXT)).containsExactly("success");
        assertThat(view.reactions(request)).containsExactly("eyes");
    }

    /** Somebody else asks for the same at another issue: the branch is another one, the pull request would be the same. */
    void mendAgain() {
        long issue = person.open("Wrong greeting, too", "It says too little.");
        world.edits.putAll(Map.of("README.md", "hello, world\n"));
        world.agents.next(Script.done("The greeting was wrong here, too."));
        person.say(issue, "@claude fix this");
        approve(issue, question("issue/" + issue));
        AgentDispatchRun run = finished("issue/" + issue);
        assertThat(outcomes(run))
                .isEqualTo(Map.of("branch-push", APPLIED, "open-pr", "SETTLED NoChange", "issue-comment", APPLIED));
        assertThat(view.branch("krate/" + run.metadata().name())).isPresent();
        assertThat(view.pulls()).hasSize(1);
    }

    /** A review of a pull request, approved as it is; the server is killed at every few writes until it is done. */
    void review() {
        long pull = person.openPull("Add a file", "A small one.", "feature/review");
        AgentApproval question = asked(pull);
        person.say(pull, APPROVE + " " + question.metadata().name());
        world.dying(6);
        AgentDispatchRun run = finished("pull-request/" + pull);
        assertThat(world.living()).as("servers that were killed").isGreaterThan(3);
        assertThat(outcomes(run))
                .isEqualTo(Map.of(
                        "pr-comment", APPLIED, "pr-review", APPLIED, "label", APPLIED, "commit-status", APPLIED));
        assertThat(view.reviews(pull)).singleElement().satisfies(review -> {
            assertThat(review.commit()).isEqualTo(run.spec().sha());
            assertThat(review.remarks()).containsExactly("change.txt Say more here.");
            assertThat(review.body())
                    .startsWith("Two remarks.\n\nOn lines that the diff at %.10s does not show:\n"
                            .formatted(run.spec().sha()))
                    .contains("`change.txt`, line 400:\n\nThis line is not there.");
        });
        assertThat(said(pull, "Two things.")).hasSize(1);
        assertThat(view.labels(pull)).containsExactly(LABEL);
        assertThat(view.statuses(run.spec().sha(), CONTEXT)).containsExactly("failure");
    }

    /** What was approved is void after a push; what changed is shown, and approved once more. */
    void reviewAgainAfterAPush() {
        String branch = "feature/again";
        long pull = person.openPull("Add another file", "A small one, too.", branch);
        AgentApproval question = asked(pull);
        approve(pull, question);
        String later = person.push(pull, branch);
        world.until("the approval is void", () -> {
            AgentApproval now = now(question);
            return now.status().phase() == ApprovalPhase.SUPERSEDED;
        });
        AgentApproval again = question("pull-request/" + pull);
        assertThat(again.spec().delta().since()).isEqualTo(question.metadata().name());
        assertThat(again.spec().headSha()).isEqualTo(later);
        assertThat(view.reviews(pull)).isEmpty();
        assertThat(view.labels(pull)).isEmpty();
        assertThat(said(pull, "Two things.")).isEmpty();
        world.restart();
        approve(pull, again);
        AgentDispatchRun run = finished("pull-request/" + pull);
        assertThat(outcomes(run).values()).containsOnly(APPLIED);
        assertThat(view.reviews(pull)).singleElement().satisfies(review -> assertStale(review, run, later));
        assertThat(view.labels(pull)).containsExactly(LABEL);
        assertThat(said(pull, "Two things.")).hasSize(1);
        assertThat(now(question).status().phase()).isEqualTo(ApprovalPhase.SUPERSEDED);
    }

    private static void assertStale(Review review, AgentDispatchRun run, String later) {
        assertThat(review.commit()).isEqualTo(later);
        assertThat(review.remarks()).isEmpty();
        assertThat(review.body())
                .contains("On lines of %.10s, which is not the head any more:"
                        .formatted(run.spec().sha()))
                .contains("Say more here.")
                .contains("This line is not there.");
    }

    /** Somebody asks for a review; what Krate asks back. */
    private AgentApproval asked(long pull) {
        world.edits.clear();
        world.agents.next(Script.done(REVIEWED));
        person.say(pull, "@claude review this");
        AgentApproval question = question("pull-request/" + pull);
        assertThat(question.spec().actions())
                .extracting(action -> action.action())
                .containsExactly("pr-comment", "pr-review", "label", "commit-status");
        return question;
    }

    /** With its name where Krate's clock is not the forge's: a question that looks newer than the answer is not meant. */
    private void approve(long number, AgentApproval question) {
        person.say(number, world.isAhead() ? APPROVE + " " + question.metadata().name() : APPROVE);
    }

    private AgentApproval question(String workItem) {
        world.until("somebody is asked at " + workItem, () -> pending(workItem).isPresent());
        return pending(workItem).orElseThrow();
    }

    private Optional<AgentApproval> pending(String workItem) {
        return world.all(AgentApproval.class).stream()
                .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                .filter(approval -> approval.spec().workItem().endsWith(workItem))
                .findFirst();
    }

    private AgentApproval now(AgentApproval question) {
        return world.all(AgentApproval.class).stream()
                .filter(one -> one.metadata().name().equals(question.metadata().name()))
                .findFirst()
                .orElseThrow();
    }

    /** The one run of a work item, once nothing is left to be done for it. */
    private AgentDispatchRun finished(String workItem) {
        world.until(
                "the run of %s is over".formatted(workItem),
                () -> runs(workItem).stream().anyMatch(run -> run.status().finishedAt() != null));
        assertThat(runs(workItem)).hasSize(1);
        AgentDispatchRun run = runs(workItem).get(0);
        assertThat(run.status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        return run;
    }

    private List<AgentDispatchRun> runs(String workItem) {
        return world.all(AgentDispatchRun.class).stream()
                .filter(run -> run.spec().workItem().equals(workItem))
                .toList();
    }

    private List<AgentWriteBack> writeBacks(AgentDispatchRun run) {
        return world.all(AgentWriteBack.class).stream()
                .filter(one -> one.spec().dispatchRun().equals(run.metadata().name()))
                .toList();
    }

    /** Phase and reason of each write-back, by action. */
    private Map<String, String> outcomes(AgentDispatchRun run) {
        return writeBacks(run).stream()
                .collect(Collectors.toMap(
                        one -> one.spec().action(),
                        one -> "%s %s"
                                .formatted(
                                        one.status().phase(),
                                        one.status().reason().code())));
    }

    private Optional<String> remoteId(AgentDispatchRun run, String action) {
        return writeBacks(run).stream()
                .filter(one -> one.spec().action().equals(action))
                .filter(one -> one.status().phase() == WriteBackPhase.SETTLED)
                .map(one -> Objects.requireNonNull(one.status().remoteId()))
                .findFirst();
    }

    private List<String> said(long number, String beginning) {
        return view.comments(number).stream()
                .filter(text -> text.startsWith(beginning))
                .toList();
    }
}
