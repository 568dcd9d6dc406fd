package ai.a5c.krate.gitea;

import ai.a5c.krate.event.SourceEvent.PullHead;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.gitea.client.Branch;
import ai.a5c.krate.gitea.client.Pull;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a pull request's code comes from, in a delivery or in an answer.
 *
 * <p>It is from the same repository only if the ids of head and base are equal, the head has a label and its ref is none
 * of {@code refs/pull/}: anybody who may read can push to {@code refs/for/}, and that looks like the same repository
 * otherwise. A head whose repository is gone is a fork.
 *
 * @param headRef the head branch as the forge names it
 */
record PullFacts(long number, String headRef, String sha, String base, boolean fork) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    static PullFacts of(Payload pull, long number) {
        Payload head = pull.object("head");
        Payload base = pull.object("base");
        String ref = head.text("ref");
        boolean sameIds = head.has("repo")
                && head.number("repo_id") == base.number("repo_id")
                && head.object("repo").number("id") == base.number("repo_id");
        boolean fork = !sameIds || cameByPush(head.textOrEmpty("label"), ref);
        return new PullFacts(number, name(ref), head.textOrEmpty("sha"), name(base.text("ref")), fork);
    }

    /** The facts in the forge's answer, or empty if it says too little. */
    static Optional<PullFacts> of(Pull pull, long number) {
        Branch head = pull.getHead();
        Branch base = pull.getBase();
        if (head == null || base == null || head.getRef() == null || base.getRef() == null || head.getSha() == null) {
            return Optional.empty();
        }
        boolean fork = !sameRepository(head, base) || cameByPush(head.getLabel(), head.getRef());
        return Optional.of(new PullFacts(number, name(head.getRef()), head.getSha(), name(base.getRef()), fork))
                .filter(facts -> isCommit(facts.sha()));
    }

    static boolean isCommit(String sha) {
        return COMMIT.matcher(sha).matches();
    }

    /** As the place of an event. */
    Place place() {
        return new Place(
                Optional.of(ref()),
                Optional.of(headRef),
                Optional.of(sha).filter(PullFacts::isCommit),
                Optional.of(base),
                fork);
    }

    /** As the head that an event is put on. */
    PullHead head(String commit) {
        return new PullHead(ref(), headRef, commit, base, fork);
    }

    private String ref() {
        return "refs/pull/%d/head".formatted(number);
    }

    private static boolean sameRepository(Branch head, Branch base) {
        return head.getRepo() != null
                && head.getRepoId() != null
                && head.getRepoId().equals(base.getRepoId())
                && head.getRepoId().equals(head.getRepo().getId());
    }

    private static boolean cameByPush(String label, String ref) {
        return label == null || label.isEmpty() || ref.startsWith("refs/pull/");
    }

    private static String name(String ref) {
        return Wording.bounded(ref, Wording.NAME);
    }
}
