package ai.a5c.krate.server.bench;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Worktrees;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Mirrors that are up to date, with one commit and a guide for agents in it, and empty directories for worktrees. */
final class StillRepositories implements Repositories {

    private static final String COMMIT = "5".repeat(40);
    private static final byte[] GUIDE = "Run the tests before you say that it works.\n"
            .repeat(20)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final Worktrees worktrees;

    /** Repositories whose worktrees are those of {@code base}. */
    StillRepositories(Repositories base) {
        this.worktrees = base.worktrees();
    }

    @Override
    public void fetch(Remote remote) {}

    @Override
    public Optional<String> resolve(Remote remote, String revision) {
        return Optional.of(COMMIT);
    }

    @Override
    public List<LoggedCommit> log(Remote remote, String commit, int limit) {
        return List.of(new LoggedCommit(COMMIT, "All there is"));
    }

    @Override
    public Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes) {
        return path.equals("AGENTS.md") ? Optional.of(GUIDE.clone()) : Optional.empty();
    }

    @Override
    public List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted) {
        return List.of();
    }

    @Override
    public Path worktree(Remote remote, String name, String commit) {
        return worktrees.empty(remote, name);
    }

    @Override
    public void removeWorktree(Remote remote, String name) {}

    @Override
    public Patch diff(Remote remote, String name, String base, Set<String> untouched) {
        return new Patch("", List.of());
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
        return Optional.of(COMMIT);
    }

    @Override
    public Worktrees worktrees() {
        return worktrees;
    }

    private static GitRefusedException refusal() {
        return new GitRefusedException("NoRemote", "nothing is written in a bench");
    }
}
