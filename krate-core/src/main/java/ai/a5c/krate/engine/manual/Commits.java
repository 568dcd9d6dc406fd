package ai.a5c.krate.engine.manual;

import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.validate.Faults;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the commit that somebody means: exactly one, or a fault that says why not. */
final class Commits {

    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final Pattern FULL = Pattern.compile("refs/(heads|tags)/.+|refs/pull/[0-9]+/head");

    /** How far back a commit is looked for. */
    private static final int HISTORY = 1_000;

    private final Repositories repositories;
    private final Remote remote;
    private final String defaultBranch;

    Commits(Ports ports, Remote remote, Repository repository) {
        this.repositories = ports.repositories();
        this.remote = remote;
        this.defaultBranch = repository.spec().defaultBranch();
    }

    /**
     * Brings the mirror up to date.
     *
     * @throws RefusedException {@code UNAVAILABLE} if that may work later
     * @throws ai.a5c.krate.validate.InvalidDocumentException if it needs a person
     */
    void fetch() {
        try {
            repositories.fetch(remote);
        } catch (GitRefusedException e) {
            String why = "the repository cannot be fetched: %s: %s".formatted(e.code(), e.getMessage());
            if (GitTrouble.mayPass(e)) {
                throw new RefusedException("UNAVAILABLE", why);
            }
            throw Faults.only("$.repository", why);
        }
    }

    /**
     * The commit that {@code ref} and {@code sha} name together.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if they name none, or more than one
     */
    Found find(String ref, String sha) {
        String full = ref.isEmpty() ? HEADS + defaultBranch : full(ref);
        Optional<String> head = resolve(full);
        if (head.isEmpty() && !(ref.isEmpty() && !sha.isEmpty())) {
            throw Faults.only("$.ref", "the repository has no '%s'".formatted(ref.isEmpty() ? full : ref));
        }
        if (sha.isEmpty()) {
            return found(full, head.orElseThrow());
        }
        if (!resolve(sha).equals(Optional.of(sha))) {
            throw Faults.only(
                    "$.sha", "the repository has no commit %s on a branch, tag or pull request".formatted(sha));
        }
        if (head.filter(tip -> isIn(tip, sha)).isPresent()) {
            return found(full, sha);
        }
        if (!ref.isEmpty()) {
            throw Faults.only(
                    "$.sha", "is not among the last %d commits of '%s'; name its branch".formatted(HISTORY, ref));
        }
        return new Found(
                "",
                "",
                sha,
                false,
                "commit %s is not on %s, so nobody can tell whose it is; name its branch"
                        .formatted(sha.substring(0, 12), defaultBranch));
    }

    private String full(String ref) {
        if (ref.startsWith("refs/")) {
            if (!FULL.matcher(ref).matches()) {
                throw Faults.only(
                        "$.ref", "expected a branch, a tag, refs/heads/..., refs/tags/... or refs/pull/N/head");
            }
            return ref;
        }
        boolean branch = resolve(HEADS + ref).isPresent();
        boolean tag = resolve(TAGS + ref).isPresent();
        if (branch && tag) {
            throw Faults.only(
                    "$.ref", "'%1$s' is a branch and a tag; name refs/heads/%1$s or refs/tags/%1$s".formatted(ref));
        }
        if (!branch && !tag) {
            throw Faults.only("$.ref", "the repository has no branch and no tag '%s'".formatted(ref));
        }
        return (branch ? HEADS : TAGS) + ref;
    }

    private static Found found(String full, String sha) {
        boolean own = full.startsWith(HEADS) || full.startsWith(TAGS);
        String branch = full.startsWith(HEADS) ? full.substring(HEADS.length()) : "";
        return new Found(full, branch, sha, own, own ? "" : "a pull request may bring code of strangers");
    }

    private boolean isIn(String tip, String sha) {
        return tip.equals(sha)
                || repositories.log(remote, tip, HISTORY).stream()
                        .anyMatch(commit -> commit.id().equals(sha));
    }

    private Optional<String> resolve(String revision) {
        try {
            return repositories.resolve(remote, revision);
        } catch (GitRefusedException e) {
            return Optional.empty();
        }
    }

    /**
     * A commit.
     *
     * @param ref the full ref that it was found by; empty if by none
     * @param branch the branch; empty if it was not found by one
     * @param own whether whoever may write put it there
     * @param why it is not
     */
    record Found(String ref, String branch, String sha, boolean own, String why) {}
}
