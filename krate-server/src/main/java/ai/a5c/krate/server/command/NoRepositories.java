package ai.a5c.krate.server.command;

import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Worktrees;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Repositories of which nobody has a mirror here: nothing is in them, and nothing can be done with them. */
final class NoRepositories implements Repositories {

    static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("there is no repository here");
    }

    @Override
    public void fetch(Remote remote) {}

    @Override
    public Optional<String> resolve(Remote remote, String revision) {
        return Optional.empty();
    }

    @Override
    public List<LoggedCommit> log(Remote remote, String commit, int limit) {
        return List.of();
    }

    @Override
    public Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes) {
        return Optional.empty();
    }

    @Override
    public List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted) {
        return List.of();
    }

    @Override
    public Path worktree(Remote remote, String name, String commit) {
        throw refusal();
    }

    @Override
    public void removeWorktree(Remote remote, String name) {
        throw refusal();
    }

    @Override
    public Patch diff(Remote remote, String name, String base, Set<String> untouched) {
        throw refusal();
    }

    @Override
    public String commit(Remote remote, String base, Patch patch, CommitText text) {
        throw refusal();
    }

    @Override
    public PushOutcome push(Remote remote, String commit, String branch, Optional<String> expected) {
        throw refusal();
    }

    @Override
    public Optional<String> remoteHead(Remote remote, String branch) {
        return Optional.empty();
    }

    @Override
    public Worktrees worktrees() {
        return new NoWorktrees();
    }
}
