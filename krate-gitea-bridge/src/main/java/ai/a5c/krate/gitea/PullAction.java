package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.Pull;
import ai.a5c.krate.gitea.client.PullText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.Set;

/**
 * New pull requests, none of which repeats another.
 *
 * <p>What was opened is found by its marker in pull requests of Krate's own account, open or not. Nothing is opened where the
 * head has the same content as the base, or where a pull request of the same repository brings the same content already.
 */
final class PullAction implements TargetAction {

    private static final int MAX_TITLE = 255;

    private final Errands errands;

    PullAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("open-pr");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        PullBook pulls = pulls(mutation);
        return pulls.marked(Wanted.marker(mutation, "a pull request")).map(pulls::written);
    }

    @Override
    public Written write(Mutation mutation) {
        PullText text = text(mutation);
        PullBook pulls = pulls(mutation);
        Optional<Written> before = find(mutation);
        if (before.isPresent()) {
            return before.get();
        }
        Errand errand = pulls.errand();
        String head = head(errand, mutation);
        String base = BranchAction.head(errand, text.getBase()).orElseThrow(() -> gone(errand, text.getBase()));
        String tree = pulls.tree(head);
        if (pulls.tree(base).equals(tree)) {
            throw noChange("%s has the same content as %s; there is nothing to open a pull request for"
                    .formatted(errand.where(), text.getBase()));
        }
        pulls.repeated(text.getBase(), text.getHead(), head, tree).ifPresent(other -> {
            throw noChange(other);
        });
        return errand.<Optional<Pull>>call(
                        api -> Optional.ofNullable(api.openPull(errand.owner(), errand.name(), text)), refusal -> {
                            if (refusal.status() == 409) {
                                return Optional.empty();
                            }
                            throw errand.refused(refusal);
                        })
                .map(Pull::getNumber)
                .map(pulls::written)
                .or(() -> find(mutation))
                .orElseThrow(() -> noChange("a pull request from %s to %s is open already; nothing was opened"
                        .formatted(errand.where(), text.getBase())));
    }

    private static String head(Errand errand, Mutation mutation) {
        String head = BranchAction.head(errand, mutation.target()).orElseThrow(() -> gone(errand, mutation.target()));
        String wanted = Wanted.parameter(mutation, "headSha", head);
        if (!wanted.equals(head)) {
            throw new TargetException(
                    "HeadMoved",
                    "%s is at %s and not at %s any more; nothing was opened"
                            .formatted(errand.where(), head, Wording.line(wanted)),
                    true);
        }
        return head;
    }

    private static TargetException gone(Errand errand, String branch) {
        return Errand.failure("NotFound", "%s has no branch '%s'".formatted(errand.repository(), branch));
    }

    private static TargetException noChange(String message) {
        return Errand.failure(TargetException.NO_CHANGE, message);
    }

    private PullBook pulls(Mutation mutation) {
        String head = Wanted.branch(mutation.target());
        Wanted.marker(mutation, "a pull request");
        Wish wish = new Wish(":" + head, "open a pull request from", "write:repository, write:issue and read:user");
        return new PullBook(errands.begin(mutation, wish));
    }

    private static PullText text(Mutation mutation) {
        String title = Wanted.parameter(mutation, "title");
        if (title.length() > MAX_TITLE) {
            throw Errand.failure(
                    "Malformed", "the title of a pull request has at most %d characters".formatted(MAX_TITLE));
        }
        return new PullText()
                .head(Wanted.branch(mutation.target()))
                .base(Wanted.branch(Wanted.parameter(mutation, "base")))
                .title(title)
                .body(Wanted.marked(mutation.content(), Wanted.marker(mutation, "a pull request")));
    }
}
