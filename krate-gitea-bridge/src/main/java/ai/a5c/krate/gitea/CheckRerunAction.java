package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.CommitStatus;
import ai.a5c.krate.gitea.client.WorkflowRun;
import ai.a5c.krate.gitea.client.WorkflowRuns;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workflow again that reported a commit status; it counts as done if a newer status stands in the same context.
 *
 * <p>Only what Gitea's own workflows have reported can be run again by Gitea.
 */
final class CheckRerunAction implements TargetAction {

    /** The id of the account by which Gitea's own workflows report. */
    private static final long ACTIONS = -2;

    private static final Pattern RUN = Pattern.compile(".*(/actions/runs/[0-9]{1,18})(?:/.*)?");

    private final Errands errands;

    CheckRerunAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("check-rerun");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        Errand errand = errand(mutation);
        RerunAction.mustBeAble(errand);
        long before = before(mutation);
        return newest(errand, mutation)
                .filter(status -> id(errand, status) > before)
                .map(status -> written(errand, mutation, status));
    }

    @Override
    public Written write(Mutation mutation) {
        Errand errand = errand(mutation);
        Optional<Written> done = find(mutation);
        if (done.isPresent()) {
            return done.get();
        }
        CommitStatus status = newest(errand, mutation)
                .orElseThrow(() -> Errand.failure(
                        "NotFound",
                        "%s has no status '%s'".formatted(errand.where(), Wording.line(mutation.content()))));
        WorkflowRun run = run(errand, mutation, status);
        RerunAction.again(errand, errand.present(run.getId(), "the forge names no run"), run);
        return find(mutation).orElseGet(() -> RerunAction.written(errand, run));
    }

    private static WorkflowRun run(Errand errand, Mutation mutation, CommitStatus status) {
        boolean own = status.getCreator() != null
                && Long.valueOf(ACTIONS).equals(status.getCreator().getId());
        Optional<String> page = own ? page(status.getTargetUrl()) : Optional.empty();
        if (page.isEmpty()) {
            throw Errand.failure(
                    "NotPossible",
                    "'%s' of %s was not reported by a workflow of the forge; only what reported it can run it again"
                            .formatted(Wording.line(mutation.content()), errand.where()));
        }
        return errand.first(
                        (api, at, limit) ->
                                runs(api.workflowRuns(errand.owner(), errand.name(), mutation.target(), at, limit)),
                        WorkflowRun::getId,
                        run -> page(run.getHtmlUrl()).equals(page))
                .orElseThrow(() -> Errand.failure(
                        "NotFound",
                        "the workflow's run behind '%s' of %s is not there any more"
                                .formatted(Wording.line(mutation.content()), errand.where())));
    }

    private static List<WorkflowRun> runs(@Nullable WorkflowRuns answer) {
        return answer == null || answer.getWorkflowRuns() == null ? List.of() : answer.getWorkflowRuns();
    }

    /** The part of a link that names a run; the link is not followed. */
    private static Optional<String> page(@Nullable String link) {
        Matcher matcher = RUN.matcher(link == null ? "" : link);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<CommitStatus> newest(Errand errand, Mutation mutation) {
        return CommitStatusAction.newest(
                errand, mutation.target(), mutation.content().strip());
    }

    private static long before(Mutation mutation) {
        return Wanted.number(Wanted.parameter(mutation, "status"), "id of a status");
    }

    private static long id(Errand errand, CommitStatus status) {
        return errand.present(status.getId(), "a status has no id");
    }

    private Errand errand(Mutation mutation) {
        String sha = Wanted.commit(mutation.target());
        return errands.begin(mutation, new Wish("@" + sha.substring(0, 10), "run a check of", "write:repository"));
    }

    private static Written written(Errand errand, Mutation mutation, CommitStatus status) {
        return new Written(Long.toString(id(errand, status)), errand.url("commit/" + mutation.target()));
    }
}
