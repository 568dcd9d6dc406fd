package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.Commit;
import ai.a5c.krate.gitea.client.CommitContent;
import ai.a5c.krate.gitea.client.CommitTree;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Issue;
import ai.a5c.krate.gitea.client.Pull;
import ai.a5c.krate.target.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pull requests of a repository and what they bring. */
record PullBook(Errand errand) {

    /** How many open pull requests are compared by content, the newest. */
    private static final int MOST = 100;

    /** The number of the one that Krate's own account opened with this marker, open or not. */
    Optional<Long> marked(String marker) {
        OwnAccount own = errand.own();
        return errand.first(
                        (api, page, limit) -> own(api, own, page, limit),
                        Issue::getNumber,
                        pull -> own.is(pull.getUser())
                                && pull.getBody() != null
                                && Wanted.carries(pull.getBody(), marker))
                .map(Issue::getNumber);
    }

    private List<Issue> own(GiteaApi api, OwnAccount own, int page, int limit) throws ApiException {
        return api.issues(errand.owner(), errand.name(), "all", "pulls", null, own.login(), page, limit);
    }

    /** The tree of a commit. */
    String tree(String sha) {
        return look(sha).orElseThrow(() -> Errand.failure("NotFound", errand.repository() + " has no commit " + sha));
    }

    private Optional<String> look(String sha) {
        return errand.look(api -> api.commit(errand.owner(), errand.name(), sha, false, false, false))
                .map(Commit::getCommit)
                .map(CommitContent::getTree)
                .map(CommitTree::getSha);
    }

    /**
     * An open pull request that repeats what is to be opened, in words: one of the same branches, or one to the same base
     * whose head has the same content. Those from forks and from {@code refs/for/} do not count: anybody can make one.
     */
    Optional<String> repeated(String base, String branch, String head, String tree) {
        List<PullFacts> others = new ArrayList<>();
        errand.first(
                (api, page, limit) -> api.pulls(errand.owner(), errand.name(), "open", page, limit),
                Pull::getNumber,
                pull -> {
                    facts(pull).filter(other -> other.base().equals(base)).ifPresent(others::add);
                    return others.size() >= MOST;
                });
        return others.stream()
                .filter(other -> !other.fork())
                .filter(other -> other.headRef().equals(branch) || brings(other, head, tree))
                .findFirst()
                .map(other -> told(other, branch));
    }

    private static Optional<PullFacts> facts(Pull pull) {
        return Optional.ofNullable(pull.getNumber()).flatMap(number -> PullFacts.of(pull, number));
    }

    private boolean brings(PullFacts other, String head, String tree) {
        return other.sha().equals(head)
                || look(other.sha()).filter(tree::equals).isPresent();
    }

    private String told(PullFacts other, String branch) {
        String which = "%s#%d".formatted(errand.repository(), other.number());
        return other.headRef().equals(branch)
                ? "%s is open already from %s to %s; nothing was opened".formatted(which, branch, other.base())
                : "%s brings the same content to %s already; nothing was opened".formatted(which, other.base());
    }

    Written written(long number) {
        return new Written(Long.toString(number), errand.url("pulls/" + number));
    }
}
