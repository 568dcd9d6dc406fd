package ai.a5c.krate.server.command;

import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** No worktrees, at a place that has a name. */
final class NoWorktrees implements Worktrees {

    @Override
    public String host() {
        return "offline";
    }

    @Override
    public Path empty(Remote remote, String name) {
        throw NoRepositories.refusal();
    }

    @Override
    public Optional<Path> find(Remote remote, String name) {
        return Optional.empty();
    }

    @Override
    public Path secluded(Remote remote, String name, String head, Set<String> aside) {
        throw NoRepositories.refusal();
    }

    @Override
    public Look look(Remote remote, String name, String upstream, List<String> suspects, Set<String> untouched) {
        return Look.MISSING;
    }

    @Override
    public String save(Remote remote, String name, String base, Set<String> untouched) {
        throw NoRepositories.refusal();
    }

    @Override
    public void put(Remote remote, String name, String head, String content) {
        throw NoRepositories.refusal();
    }

    @Override
    public Merged rebase(Remote remote, RebaseOrder order, Optional<Side> side) {
        throw NoRepositories.refusal();
    }

    @Override
    public String take(Remote remote, String base, String content, String other, List<String> paths) {
        throw NoRepositories.refusal();
    }

    @Override
    public byte[] bundle(Remote remote, String base, String commit) {
        throw NoRepositories.refusal();
    }

    @Override
    public String unbundle(Remote remote, byte[] bundle) {
        throw NoRepositories.refusal();
    }
}
