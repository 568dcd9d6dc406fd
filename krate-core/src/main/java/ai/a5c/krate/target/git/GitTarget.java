package ai.a5c.krate.target.git;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.RemoteLookup;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.LoggedCommit;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pushes patches as branches below {@code krate/}; the marker stands in the commit's trailer {@code Krate-Effect}.
 *
 * <p>The action {@code branch-push} takes the branch as target and the parameters {@code baseSha}, {@code patchDigest},
 * {@code subject}, {@code authorName}, {@code authorEmail}, {@code time} (ISO instant), {@code trailers} (one a line,
 * optional) and {@code expected} (the commit that the branch must be at; without it the branch must not exist).
 */
public final class GitTarget implements WriteBackTarget {

    private static final String ACTION = "branch-push";
    private static final String OURS = "krate/";

    /** How far below a branch's head an effect is looked for: others may have pushed on top of it. */
    private static final int DEPTH = 100;

    private static final Set<String> MAY_PASS =
            Set.of("RemoteUnreachable", "RemoteBusy", "GitTimedOut", "Interrupted", "StorageFailed");

    private final Repositories repositories;
    private final RemoteLookup remotes;
    private final BlobStore patches;

    public GitTarget(Repositories repositories, RemoteLookup remotes, BlobStore patches) {
        this.repositories = repositories;
        this.remotes = remotes;
        this.patches = patches;
    }

    @Override
    public Set<String> actions() {
        return Set.of(ACTION);
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        BranchPush push = BranchPush.of(mutation);
        String branch = allowed(mutation);
        return asking(() -> {
            Remote remote = remotes.remote(mutation.organization(), mutation.repository());
            repositories.fetch(remote);
            return repositories
                    .resolve(remote, "refs/heads/" + branch)
                    .flatMap(head -> effect(repositories.log(remote, head, DEPTH), push))
                    .map(commit -> new Written(commit, ""));
        });
    }

    private static Optional<String> effect(List<LoggedCommit> commits, BranchPush push) {
        return commits.stream()
                .takeWhile(commit -> !commit.id().equals(push.base()))
                .filter(commit -> push.isMarkedIn(commit.message()))
                .map(LoggedCommit::id)
                .findFirst();
    }

    @Override
    public Written write(Mutation mutation) {
        BranchPush push = BranchPush.of(mutation);
        String branch = allowed(mutation);
        Patch patch = patch(push);
        return asking(() -> {
            Remote remote = remotes.remote(mutation.organization(), mutation.repository());
            repositories.fetch(remote);
            String commit = repositories.commit(remote, push.base(), patch, push.text());
            PushOutcome outcome = repositories.push(remote, commit, branch, push.expected());
            return switch (outcome) {
                case PUSHED, ALREADY_THERE -> new Written(commit, "");
                case LEASE_LOST ->
                    throw new TargetException(
                            "LeaseLost",
                            "branch '%s' of '%s' is not where it was when this was approved; nothing was pushed"
                                    .formatted(branch, remote.name()),
                            false);
                case REJECTED ->
                    throw new TargetException(
                            "Rejected",
                            "'%s' does not accept the push to '%s': check permission, branch protection and whether the"
                                            .formatted(remote.name(), branch)
                                    + " commit follows the branch",
                            false);
            };
        });
    }

    private Patch patch(BranchPush push) {
        String text = patches.get(push.patch())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new TargetException(
                        "PatchNotFound", "the patch %s is not stored any more".formatted(push.patch()), false));
        return new Patch(text, List.of());
    }

    private static String allowed(Mutation mutation) {
        String branch = mutation.target();
        if (!branch.startsWith(OURS) || branch.length() == OURS.length()) {
            throw new TargetException(
                    "BranchNotAllowed", "'%s' is not below %s".formatted(printable(branch), OURS), false);
        }
        return branch;
    }

    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return line.length() > 100 ? line.substring(0, 100) + "..." : line;
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (GitRefusedException e) {
            TargetException refused =
                    new TargetException(e.code(), String.valueOf(e.getMessage()), MAY_PASS.contains(e.code()));
            refused.initCause(e);
            throw refused;
        }
    }
}
