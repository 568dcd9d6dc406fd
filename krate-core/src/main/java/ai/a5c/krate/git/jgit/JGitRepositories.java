package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Worktrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Repositories on this machine's disk; safe for many threads and processes on one root. */
public final class JGitRepositories implements Repositories {

    private static final Duration LEFTOVERS_KEPT = Duration.ofDays(1);

    private final Layout layout;
    private final Limits limits;
    private final RemoteCalls calls;
    private final NativeGit git;
    private final Removal removal;
    private final Lanes lanes;

    /** Below {@code root}, talking to {@code https} and {@code http} only, within {@link Limits#standard}. */
    public JGitRepositories(Path root) {
        this(root, Set.of("https", "http"), Limits.standard());
    }

    /**
     * Below {@code root}, which need not exist yet.
     *
     * @param allowedSchemes of {@code https}, {@code http} and {@code file}; the last one reads this machine's disk
     */
    public JGitRepositories(Path root, Set<String> allowedSchemes, Limits limits) {
        this.layout = new Layout(root);
        this.limits = limits;
        this.calls = new RemoteCalls(new RemoteUrls(allowedSchemes), limits);
        this.git = new NativeGit(limits.command());
        this.removal = new Removal(layout.trash());
        this.lanes = new Lanes(layout, git, removal);
    }

    @Override
    public void fetch(Remote remote) {
        Mirror mirror = mirror(remote);
        calls.check(remote);
        alone(remote, "fetch", () -> {
            sweep();
            if (mirror.isFinished()) {
                mirror.unlock(Instant.now());
                fetchInto(mirror, remote);
            } else {
                cloneMirror(remote);
            }
            return Optional.empty();
        });
    }

    /** The mirror grows beside its place and is moved there when complete, so a killed process leaves none by halves. */
    private void cloneMirror(Remote remote) throws IOException {
        Mirror unfinished = new Mirror(layout.unfinishedMirror(remote.name()), remote.name());
        removal.remove(unfinished.directory());
        unfinished.create();
        unfinished.finish();
        fetchInto(unfinished, remote);
        alone(remote, "worktrees", () -> {
            removal.remove(layout.mirror(remote.name()));
            return Files.move(unfinished.directory(), layout.mirror(remote.name()));
        });
    }

    private void fetchInto(Mirror mirror, Remote remote) throws IOException {
        try (Repository repository = mirror.open()) {
            calls.fetch(repository, remote);
        }
    }

    private void sweep() throws IOException {
        Instant then = Instant.now().minus(LEFTOVERS_KEPT);
        removal.sweep(layout.scratch(), then);
        removal.sweep(layout.trash(), then);
    }

    @Override
    public Optional<String> resolve(Remote remote, String revision) {
        return reading(remote, (mirror, repository, walk) -> MirrorRefs.commit(repository, revision));
    }

    @Override
    public List<LoggedCommit> log(Remote remote, String commit, int limit) {
        return reading(remote, (mirror, repository, walk) -> {
            List<LoggedCommit> commits = new ArrayList<>();
            RevCommit next = mirror.commit(walk, commit);
            while (commits.size() < limit) {
                walk.parseBody(next);
                commits.add(new LoggedCommit(next.name(), next.getFullMessage()));
                if (next.getParentCount() == 0) {
                    break;
                }
                next = next.getParent(0);
            }
            return commits;
        });
    }

    @Override
    public Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes) {
        return reading(remote, (mirror, repository, walk) -> {
            RevCommit found = mirror.commit(walk, commit);
            if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
                return Optional.empty();
            }
            try (TreeWalk tree = TreeWalk.forPath(repository, path, found.getTree())) {
                if (tree == null || (tree.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
                    return Optional.empty();
                }
                ObjectLoader file = repository.open(tree.getObjectId(0), Constants.OBJ_BLOB);
                return file.getSize() > maxBytes ? Optional.empty() : Optional.of(file.getBytes(maxBytes));
            }
        });
    }

    @Override
    public List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted) {
        return reading(remote, (mirror, repository, walk) -> {
            List<TreeEntry> found = new ArrayList<>();
            try (TreeWalk tree = new TreeWalk(repository)) {
                tree.addTree(mirror.commit(walk, commit).getTree());
                tree.setRecursive(true);
                while (tree.next()) {
                    if (wanted.test(tree.getPathString())) {
                        found.add(TreeEntries.read(repository, tree));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public Path worktree(Remote remote, String name, String commit) {
        Lanes.Ground ground = lanes.of(remote);
        return alone(ground.layout(), remote, "worktrees", () -> {
            Optional<Path> found = ground.places().find(remote, name);
            if (found.isPresent()) {
                return found.get();
            }
            ground.ensure();
            requireCommit(ground.mirror(), commit);
            return ground.places().make(ground.mirror(), remote, name, commit);
        });
    }

    @Override
    public void removeWorktree(Remote remote, String name) {
        Lanes.Ground ground = lanes.of(remote);
        alone(ground.layout(), remote, "worktrees", () -> {
            ground.places().remove(remote, name);
            return Optional.empty();
        });
    }

    @Override
    public Patch diff(Remote remote, String name, String base, Set<String> untouched) {
        Lanes.Ground ground = lanes.of(remote);
        return OnDisk.run(remote, () -> {
            Path worktree = ground.places().require(remote, name);
            requireCommit(ground.mirror(), base);
            try (ScratchGitDirectory scratch =
                    ScratchGitDirectory.create(ground.layout(), ground.mirror().directory(), Optional.of(worktree))) {
                return new WorktreeDiff(git, limits, scratch, worktree)
                        .since(base, ground.places().firstIndex(remote, name), untouched);
            }
        });
    }

    @Override
    public Worktrees worktrees() {
        return new JGitWorktrees(layout, limits, git, lanes, removal);
    }

    @Override
    public String commit(Remote remote, String base, Patch patch, CommitText text) {
        Mirror mirror = mirror(remote);
        return OnDisk.run(remote, () -> {
            requireCommit(mirror, base);
            try (ScratchGitDirectory scratch =
                    ScratchGitDirectory.create(layout, mirror.directory(), Optional.empty())) {
                return new PatchCommit(git, limits, scratch, mirror).on(base, patch.text(), text);
            }
        });
    }

    @Override
    public PushOutcome push(Remote remote, String commit, String branch, Optional<String> expected) {
        String ref = RefNames.branch(branch);
        ObjectId lease = expected.map(JGitRepositories::lease).orElse(ObjectId.zeroId());
        return reading(remote, (mirror, repository, walk) -> {
            ObjectId pushed = mirror.commit(walk, commit);
            RemoteRefUpdate update = new RemoteRefUpdate(repository, commit, pushed, ref, false, null, lease);
            PushOutcome outcome = calls.push(repository, remote, update);
            return outcome == PushOutcome.REJECTED ? explained(repository, remote, update) : outcome;
        });
    }

    /** A refusal because the branch moved between our look and the remote's is a lost lease. */
    private PushOutcome explained(Repository repository, Remote remote, RemoteRefUpdate update) throws IOException {
        ObjectId now = calls.head(repository, remote, update.getRemoteName())
                .map(ObjectId::fromString)
                .orElse(ObjectId.zeroId());
        if (now.equals(update.getNewObjectId())) {
            return PushOutcome.ALREADY_THERE;
        }
        return now.equals(update.getExpectedOldObjectId()) ? PushOutcome.REJECTED : PushOutcome.LEASE_LOST;
    }

    private static ObjectId lease(String expected) {
        if (!RefNames.isObjectId(expected)) {
            throw new GitRefusedException(
                    "RefNotAllowed", "'%s' is no commit that a branch can be at".formatted(Words.shown(expected)));
        }
        return ObjectId.fromString(expected);
    }

    @Override
    public Optional<String> remoteHead(Remote remote, String branch) {
        String ref = RefNames.branch(branch);
        return reading(remote, (mirror, repository, walk) -> calls.head(repository, remote, ref));
    }

    private Mirror mirror(Remote remote) {
        return new Mirror(layout.mirror(remote.name()), remote.name());
    }

    private static void requireCommit(Mirror mirror, String commit) throws IOException {
        try (Repository repository = mirror.open();
                RevWalk walk = new RevWalk(repository)) {
            mirror.commit(walk, commit);
        }
    }

    private <T> T reading(Remote remote, Reading<T> reading) {
        Mirror mirror = mirror(remote);
        return OnDisk.run(remote, () -> {
            try (Repository repository = mirror.open();
                    RevWalk walk = new RevWalk(repository)) {
                return reading.in(mirror, repository, walk);
            }
        });
    }

    private <T> T alone(Remote remote, String purpose, MirrorLock.Work<T> work) {
        return alone(layout, remote, purpose, work);
    }

    private static <T> T alone(Layout place, Remote remote, String purpose, MirrorLock.Work<T> work) {
        return OnDisk.run(remote, () -> MirrorLock.alone(place.lock(remote.name(), purpose), work));
    }

    private interface Reading<T> {
        T in(Mirror mirror, Repository repository, RevWalk walk) throws IOException;
    }
}
