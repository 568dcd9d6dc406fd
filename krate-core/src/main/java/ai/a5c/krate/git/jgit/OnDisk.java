package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;

/** Work on disk whose failure is a refusal that names the repository and no credential. */
final class OnDisk {

    private OnDisk() {}

    static <T> T run(Remote remote, MirrorLock.Work<T> work) {
        return run(remote.name(), remote.credential(), work);
    }

    static <T> T run(String remote, Optional<SecretValue> credential, MirrorLock.Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new GitRefusedException(
                    "StorageFailed",
                    "the mirror or worktree of '%s' cannot be read or written: %s"
                            .formatted(remote, Words.shown(String.valueOf(e.getMessage()), credential)),
                    e);
        }
    }
}
