package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.git.jgit.Lanes.Ground;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** What is done in worktrees on this machine's disk. */
final class JGitWorktrees implements Worktrees {

    private final Layout layout;
    private final Limits limits;
    private final NativeGit git;
    private final Lanes lanes;
    private final Removal removal;

    JGitWorktrees(Layout layout, Limits limits, NativeGit git, Lanes lanes, Removal removal) {
        this.layout = layout;
        this.limits = limits;
        this.git = git;
        this.lanes = lanes;
        this.removal = removal;
    }

    @Override
    public String host() {
        return OnDisk.run("", Optional.empty(), () -> HostName.at(layout.host()));
    }

    @Override
    public Path empty(Remote remote, String name) {
        Ground ground = lanes.of(remote);
        return alone(ground, remote, () -> ground.places().empty(remote, name));
    }

    @Override
    public Optional<Path> find(Remote remote, String name) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(
                remote,
                () -> ground.places().isThere(remote, name)
                        ? Optional.of(ground.layout().worktree(remote.name(), name))
                        : Optional.empty());
    }

    @Override
    public Path secluded(Remote remote, String name, String head, Set<String> aside) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            Path worktree = ground.places().require(remote, name);
            Path index = ground.places().firstIndex(remote, name);
            try (ScratchGitDirectory scratch = ScratchGitDirectory.create(
                            ground.layout(), ground.mirror().directory(), Optional.of(worktree));
                    Repository repository = ground.mirror().open();
                    RevWalk walk = new RevWalk(repository)) {
                RevCommit commit = ground.mirror().commit(walk, head);
                return new SecludedRepository(git, removal, scratch)
                        .make(walk, commit, index, aside, ground.layout().secluded(remote.name(), name));
            }
        });
    }

    @Override
    public Look look(Remote remote, String name, String upstream, List<String> suspects, Set<String> untouched) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            if (!ground.places().isThere(remote, name)) {
                return Look.MISSING;
            }
            Path worktree = ground.layout().worktree(remote.name(), name);
            try (Repository repository = ground.mirror().open();
                    Repository mirror = CleanRepository.open(layout.mirror(remote.name()));
                    RevWalk walk = new RevWalk(repository);
                    ScratchGitDirectory scratch = ScratchGitDirectory.create(
                            ground.layout(), ground.mirror().directory(), Optional.of(worktree))) {
                Path administration = ground.places().administration(remote, name);
                CheckedOut head = CheckedOut.read(administration, repository);
                Divergence divergence = Divergence.of(walk, head.commit(), MirrorRefs.commit(mirror, upstream));
                WorktreeContent content = new WorktreeContent(git, limits, scratch, worktree, untouched);
                boolean dirty = head.commit().isEmpty()
                        || !content.tree(head.commit(), ground.places().firstIndex(remote, name))
                                .equals(head.tree(walk));
                return new Look(
                        false,
                        head.branch(),
                        head.commit(),
                        divergence.ahead(),
                        divergence.behind(),
                        dirty,
                        Conflicts.in(worktree, administration, suspects),
                        DiskUse.of(worktree));
            }
        });
    }

    @Override
    public String save(Remote remote, String name, String base, Set<String> untouched) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            Path worktree = ground.places().require(remote, name);
            requireCommit(ground, base);
            try (ScratchGitDirectory scratch = ScratchGitDirectory.create(
                            ground.layout(), ground.mirror().directory(), Optional.of(worktree));
                    Repository repository = ground.mirror().open()) {
                ScratchGitDirectory keeping = scratch.keeping(ground.mirror().directory());
                String tree = new WorktreeContent(git, limits, keeping, worktree, untouched)
                        .tree(base, ground.places().firstIndex(remote, name));
                return WorkCommit.on(repository, base, tree);
            }
        });
    }

    @Override
    public void put(Remote remote, String name, String head, String content) {
        Ground ground = lanes.of(remote);
        alone(ground, remote, () -> {
            ground.ensure();
            requireCommit(ground, head);
            requireCommit(ground, content);
            if (!ground.places().isThere(remote, name)) {
                ground.places().make(ground.mirror(), remote, name, head);
            }
            ground.places().restoreLink(remote, name);
            Path worktree = ground.layout().worktree(remote.name(), name);
            try (ScratchGitDirectory scratch =
                    ScratchGitDirectory.create(ground.layout(), ground.mirror().directory(), Optional.of(worktree))) {
                new WorktreeContent(git, limits, scratch, worktree)
                        .tree(content, ground.places().firstIndex(remote, name));
                new Checkout(git, removal, scratch, ground.places().administration(remote, name)).to(head, content);
            }
            return Optional.empty();
        });
    }

    @Override
    public Merged rebase(Remote remote, RebaseOrder order, Optional<Side> side) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            for (String commit : List.of(order.from(), order.onto(), order.work())) {
                requireCommit(ground, commit);
            }
            try (Repository repository = ground.mirror().open()) {
                return new WorkRebase(repository).of(order, side);
            }
        });
    }

    @Override
    public String take(Remote remote, String base, String content, String other, List<String> paths) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            for (String commit : List.of(base, content, other)) {
                requireCommit(ground, commit);
            }
            try (Repository repository = ground.mirror().open()) {
                return new WorkRebase(repository).take(base, content, other, paths);
            }
        });
    }

    @Override
    public byte[] bundle(Remote remote, String base, String commit) {
        Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            requireCommit(ground, base);
            requireCommit(ground, commit);
            try (Repository repository = ground.mirror().open()) {
                return WorkBundle.of(repository, base, commit);
            }
        });
    }

    @Override
    public String unbundle(Remote remote, byte[] bundle) {
        Ground ground = lanes.of(remote);
        return alone(ground, remote, () -> {
            ground.ensure();
            try (Repository repository = ground.mirror().open()) {
                return WorkBundle.into(repository, bundle);
            }
        });
    }

    @Override
    public List<String> sweep(Instant before, Owners owners) {
        return OnDisk.run("", Optional.empty(), () -> new StrayWorktrees(layout, lanes).remove(before, owners));
    }

    private static void requireCommit(Ground ground, String commit) throws IOException {
        try (Repository repository = ground.mirror().open();
                RevWalk walk = new RevWalk(repository)) {
            ground.mirror().commit(walk, commit);
        }
    }

    private static <T> T alone(Ground ground, Remote remote, MirrorLock.Work<T> work) {
        return OnDisk.run(remote, () -> MirrorLock.alone(ground.layout().lock(remote.name(), "worktrees"), work));
    }
}
