package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Worktrees;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Mirrors as they are: nothing is fetched, and what a mirror does not have is not there. */
final class QuietRepositories implements Repositories {

    private final Repositories base;

    QuietRepositories(Repositories base) {
        this.base = base;
    }

    @Override
    public void fetch(Remote remote) {}

    @Override
    public Optional<String> resolve(Remote remote, String revision) {
        return known(() -> base.resolve(remote, revision));
    }

    @Override
    public List<LoggedCommit> log(Remote remote, String commit, int limit) {
        return known(() -> Optional.of(base.log(remote, commit, limit))).orElse(List.of());
    }

    @Override
    public Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes) {
        return known(() -> base.read(remote, commit, path, maxBytes));
    }

    @Override
    public List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted) {
        return known(() -> Optional.of(base.tree(remote, commit, wanted))).orElse(List.of());
    }

    private static <T> Optional<T> known(Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (GitRefusedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Path worktree(Remote remote, String name, String commit) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public void removeWorktree(Remote remote, String name) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public Patch diff(Remote remote, String name, String base, Set<String> untouched) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public String commit(Remote remote, String base, Patch patch, CommitText text) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public PushOutcome push(Remote remote, String commit, String branch, Optional<String> expected) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public Optional<String> remoteHead(Remote remote, String branch) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public Worktrees worktrees() {
        throw ReadOnlyStore.refusal();
    }
}
