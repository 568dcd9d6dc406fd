package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which repository the worktrees of a lane belong to: the mirror's own, or one that reads the mirror and adds nothing to it. */
final class Lanes {

    private final Layout top;
    private final NativeGit git;
    private final Removal removal;

    Lanes(Layout top, NativeGit git, Removal removal) {
        this.top = top;
        this.git = git;
        this.removal = removal;
    }

    Ground of(Remote remote) {
        Layout layout = top.of(remote.lane());
        Path mirror = top.mirror(remote.name());
        Mirror repository = remote.lane() == Lane.TRUSTED
                ? new Mirror(mirror, remote.name())
                : new Mirror(layout.mirror(remote.name()), remote.name(), Optional.of(mirror));
        return new Ground(layout, repository, new WorktreePlaces(layout, git, removal));
    }

    /** One lane of one remote. */
    record Ground(Layout layout, Mirror mirror, WorktreePlaces places) {

        /** Makes the repository that borrows, where it is not there yet; only for the holder of the worktree lock. */
        void ensure() throws IOException {
            if (mirror.lender().isEmpty() || mirror.isFinished()) {
                return;
            }
            new Mirror(mirror.lender().get(), mirror.remote()).requireFinished();
            Files.createDirectories(mirror.directory());
            mirror.create();
            mirror.finish();
        }
    }
}
