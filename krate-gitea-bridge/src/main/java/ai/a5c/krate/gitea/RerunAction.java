package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.WorkflowRun;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.Set;

/**
 * Another attempt of a workflow's run; it counts as made if the run has a later attempt than the one that is to be followed.
 *
 * <p>A forge that cannot, or that does not number attempts so that one could be told from another, is refused in words.
 */
final class RerunAction implements TargetAction {

    /** The minor version of Gitea that can run a workflow again by its API. */
    private static final int SINCE = 26;

    private final Errands errands;

    RerunAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("workflow-rerun");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        long id = id(mutation);
        long attempt = attempt(mutation);
        Errand errand = errand(mutation, id);
        return Optional.of(run(errand, id))
                .filter(run -> attempts(run) > attempt)
                .map(run -> written(errand, run));
    }

    @Override
    public Written write(Mutation mutation) {
        long id = id(mutation);
        long attempt = attempt(mutation);
        Errand errand = errand(mutation, id);
        WorkflowRun run = run(errand, id);
        if (attempts(run) <= attempt) {
            again(errand, id, run);
            run = run(errand, id);
        }
        return written(errand, run);
    }

    /** Has a run that is over run again. */
    static void again(Errand errand, long id, WorkflowRun run) {
        if (!"completed".equals(run.getStatus())) {
            throw new TargetException(
                    "NotFinished",
                    "%s is still at work (%s); only what is over can run again"
                            .formatted(errand.where(), Wording.line(String.valueOf(run.getStatus()))),
                    true);
        }
        errand.call(api -> {
            api.rerunWorkflow(errand.owner(), errand.name(), id);
            return true;
        });
    }

    /** The run as it is now, on a forge that can run it again and numbers its attempts. */
    static WorkflowRun run(Errand errand, long id) {
        mustBeAble(errand);
        WorkflowRun run = errand.call(api -> api.workflowRun(errand.owner(), errand.name(), id));
        if (attempts(run) == 0) {
            throw Errand.failure(
                    "NotPossible",
                    "%s does not number the attempts of %s, so that a second one could not be told from the first"
                            .formatted(errand.version().named(), errand.where()));
        }
        return run;
    }

    static void mustBeAble(Errand errand) {
        GiteaVersion version = errand.version();
        if (!version.isGitea(SINCE)) {
            throw Errand.failure(
                    "NotPossible",
                    "%s cannot run a workflow again by its API; Gitea can since 1.%d. Run it again by hand, or push"
                                    .formatted(version.named(), SINCE)
                            + " a commit");
        }
    }

    static long attempts(WorkflowRun run) {
        return run.getRunAttempt() == null ? 0 : run.getRunAttempt();
    }

    static Written written(Errand errand, WorkflowRun run) {
        Long id = errand.present(run.getId(), "the forge names no run");
        return new Written("%d/%d".formatted(id, attempts(run)), errand.url("actions/runs/" + id));
    }

    private static long id(Mutation mutation) {
        return Wanted.number(mutation.target(), "id of a workflow's run");
    }

    private static long attempt(Mutation mutation) {
        return Wanted.number(Wanted.parameter(mutation, "attempt"), "number of an attempt");
    }

    private Errand errand(Mutation mutation, long id) {
        return errands.begin(mutation, new Wish(" run " + id, "run again", "write:repository"));
    }
}
