package ai.a5c.krate.gitea.standin;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What people and programs leave at the stand-in besides comments: reviews, statuses, labels, reactions, runs of workflows. */
public final class StandInWork {

    private final StandInCode code;
    private final ReviewRoutes reviews;
    private final StatusRoutes statuses;
    private final WorkflowRoutes workflows;
    private final LabelRoutes labels;
    private final ReactionRoutes reactions;
    private final OpenPullRoutes pulls;

    StandInWork(StandInForge forge) {
        this.code = new StandInCode(forge);
        this.reviews = new ReviewRoutes(forge);
        this.statuses = new StatusRoutes(forge);
        this.workflows = new WorkflowRoutes(forge, statuses);
        this.labels = new LabelRoutes(forge);
        this.reactions = new ReactionRoutes(forge);
        this.pulls = new OpenPullRoutes(forge, code);
    }

    List<StandInRoute> routes() {
        return Stream.of(
                        code.routes(),
                        reviews.routes(),
                        statuses.routes(),
                        workflows.routes(),
                        labels.routes(),
                        reactions.routes(),
                        pulls.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Branches, commits and diffs. */
    public StandInCode code() {
        return code;
    }

    /** The reviews of a pull request, oldest first, with those that are not submitted. */
    public List<StandInReview> reviews(long pull) {
        return reviews.reviews(pull);
    }

    /** Has an account hand in a review that is stored {@code late} after its delivery was written. */
    public void review(String login, long pull, String state, String body, Duration late) {
        reviews.submit(login, pull, state, body, late);
    }

    /** Lets the next review fail after its comments are stored. */
    public void failReviewInTheMiddle() {
        reviews.failInTheMiddle();
    }

    /** The statuses of a commit, oldest first. */
    public List<StandInStatus> statuses(String sha) {
        return statuses.statuses(sha);
    }

    /** Has an account report a status. */
    public StandInStatus report(String login, String sha, String state, String context, String description) {
        return statuses.report(new StandInStatus(0, sha, login, state, context, description, ""));
    }

    /** Lets a workflow's run fail, once more if it was run again; the status that it reports. */
    public StandInStatus failRun(long run, String sha, String context) {
        return workflows.fail(run, sha, context);
    }

    /** Lets a workflow's run for a pull request fail; the status that it reports. */
    public StandInStatus failRunOf(long pull, long run, String sha, String context) {
        return workflows.fail(run, sha, context, pull);
    }

    /** How many attempts a workflow's run has. */
    public long attempts(long run) {
        return workflows.attempts(run);
    }

    /** The names of the repository's own labels. */
    public List<String> labels() {
        return labels.names();
    }

    /** Who reacted how to {@code issue/1} or {@code comment/100}, as {@code alice:eyes}. */
    public List<String> reactions(String to) {
        return reactions.reactions(to);
    }

    /** Has an account react to {@code issue/1} or {@code comment/100}. */
    public void react(String login, String to, String content) {
        reactions.react(login, to, content);
    }
}
