package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.PullRequest;
import java.util.List;

/**
 * The script of the captures, against any Gitea: somebody opens an issue and asks, a run answers after an approval, a pull
 * request is opened, reviewed and pushed to.
 */
record GiteaScript(ScriptWorld world, ScriptPerson person, ForgeView view) {

    private static final String BRANCH = "feature/fix";

    /** Plays it from the beginning to the end. */
    void play() {
        world.connect();
        long issue = person.open("Crash on start", "It crashes.\n\n@claude fix this");
        world.until("the issue is decided", () -> world.decided("issues").contains("created"));
        world.until("somebody is asked", () -> pending().size() == 1);
        person.say(issue, "/krate approve " + pending().get(0).metadata().name());
        world.until(
                "the agent has answered at the issue",
                () -> view.comments(issue).stream().anyMatch(text -> text.startsWith("done\n")));
        person.say(issue, "thank you");
        world.until(
                "the comment is decided", () -> world.decided("issue_comment").contains("unmatched"));
        world.until(
                "Krate's own comment came back",
                () -> world.decided("issue_comment").size() >= 3);
        long pull = person.openPull("Fix it", "Fixes the crash.", BRANCH);
        world.until("the pull request is known", () -> !head(pull).isEmpty());
        person.say(pull, "looks good so far");
        world.until(
                "the comment is told as one on a pull request",
                () -> !world.decided("pull_request_comment").isEmpty());
        person.review(pull, "one remark");
        world.until(
                "the review is told",
                () -> !world.decided("pull_request_review_comment").isEmpty());
        String after = person.push(pull, BRANCH);
        world.until("the other head is known", () -> head(pull).equals(after));
        assertThat(world.all(AgentDispatchRun.class)).as("one request, one run").hasSize(1);
    }

    private List<AgentApproval> pending() {
        return world.all(AgentApproval.class).stream()
                .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                .toList();
    }

    private String head(long pull) {
        return world.all(PullRequest.class).stream()
                .filter(known -> known.spec().number() == pull)
                .map(known -> known.spec().head().sha())
                .findFirst()
                .orElse("");
    }
}
