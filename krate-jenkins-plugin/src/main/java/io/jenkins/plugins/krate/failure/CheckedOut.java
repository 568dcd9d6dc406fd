package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which of all that a build checked out is the code that it built. */
final class CheckedOut {

    private CheckedOut() {}

    /**
     * The code that was built; empty if nothing is known of it.
     *
     * @param head what the job builds
     * @param revisions what was checked out, in order; shared libraries are among them
     * @param environment of the build
     */
    static Optional<Scm> of(Head head, List<Revision> revisions, Map<String, String> environment) {
        String told =
                Revision.commitIn(environment.getOrDefault("GIT_COMMIT", "")).orElse("");
        String wanted = head.commit().isEmpty() ? told : head.commit();
        Optional<Revision> revision = revisions.stream()
                .filter(each -> each.commit().equals(wanted))
                .findFirst()
                .or(() -> named(head.name(), revisions))
                .or(() -> wanted.isEmpty() ? last(revisions) : Optional.empty());
        String commit = wanted.isEmpty() ? revision.map(Revision::commit).orElse("") : wanted;
        String url = revision.map(Revision::url)
                .filter(text -> !text.isEmpty())
                .or(() -> revisions.size() == 1 ? Optional.of(revisions.get(0).url()) : Optional.empty())
                .orElse(environment.getOrDefault("GIT_URL", ""));
        String branch = head.branch().isEmpty() && head.pullRequest().isEmpty()
                ? Revision.plainBranch(
                        revision.map(Revision::branch).orElse(environment.getOrDefault("GIT_BRANCH", "")))
                : head.branch();
        boolean known = !commit.isEmpty()
                || !url.isEmpty()
                || !branch.isEmpty()
                || head.pullRequest().isPresent();
        return known ? Optional.of(new Scm(url, branch, commit, head.pullRequest())) : Optional.empty();
    }

    /** What was merged has another commit than what was to be merged, but still its name. */
    private static Optional<Revision> named(String name, List<Revision> revisions) {
        return revisions.stream()
                .filter(each ->
                        !name.isEmpty() && Revision.plainBranch(each.branch()).equals(name))
                .findFirst();
    }

    /** Shared libraries are checked out before the code. */
    private static Optional<Revision> last(List<Revision> revisions) {
        return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.get(revisions.size() - 1));
    }
}
