package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.BranchHead;
import ai.a5c.krate.gitea.client.BranchText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.Set;

/**
 * New branches below {@code krate/}; a forge has one of a name, so the branch is its own mark.
 *
 * <p>Its id on the remote side is its name: a branch that was just made has no commit of Krate's.
 */
final class BranchAction implements TargetAction {

    private static final String OURS = "krate/";

    private final Errands errands;

    BranchAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("create-branch");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        String sha = Wanted.commit(mutation.content().strip());
        Errand errand = errand(mutation);
        return head(errand, mutation.target()).filter(sha::equals).map(at -> written(errand, mutation.target()));
    }

    @Override
    public Written write(Mutation mutation) {
        String sha = Wanted.commit(mutation.content().strip());
        Errand errand = errand(mutation);
        String branch = mutation.target();
        Optional<String> before = head(errand, branch);
        if (before.isEmpty()) {
            BranchText text = new BranchText().newBranchName(branch).oldRefName(sha);
            errand.call(api -> Optional.ofNullable(api.createBranch(errand.owner(), errand.name(), text)), refusal -> {
                if (refusal.status() == 409) {
                    return Optional.empty();
                }
                throw errand.refused(refusal);
            });
        }
        String at = before.or(() -> head(errand, branch)).orElse("nowhere");
        if (!at.equals(sha)) {
            throw taken(errand, at, sha);
        }
        return written(errand, branch);
    }

    private static TargetException taken(Errand errand, String at, String sha) {
        return Errand.failure(
                "BranchExists", "the branch %s is at %s already and not at %s".formatted(errand.where(), at, sha));
    }

    /** The commit that a branch is at; empty if there is no such branch. */
    static Optional<String> head(Errand errand, String branch) {
        return errand.look(api -> api.branch(errand.owner(), errand.name(), branch))
                .map(BranchHead::getCommit)
                .map(commit -> errand.present(commit.getId(), "the forge does not say where the branch is"));
    }

    private Errand errand(Mutation mutation) {
        String branch = Wanted.branch(mutation.target());
        if (!branch.startsWith(OURS)) {
            throw Errand.failure("BranchNotAllowed", "'%s' is not below %s".formatted(branch, OURS));
        }
        return errands.begin(mutation, new Wish(":" + branch, "make", "write:repository"));
    }

    private static Written written(Errand errand, String branch) {
        return new Written(branch, errand.url("src/branch/" + branch));
    }
}
