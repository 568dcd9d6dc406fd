package ai.a5c.krate.git.jgit;

import java.io.File;
import java.io.OutputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.ProcessResult;
import org.jspecify.annotations.Nullable;

/** A file system in which there are no hooks. */
final class HooklessFileSystem extends FS_POSIX {

    HooklessFileSystem() {}

    @Override
    public FS newInstance() {
        return new HooklessFileSystem();
    }

    @Override
    public @Nullable File findHook(Repository repository, String hook) {
        return null;
    }

    @Override
    public ProcessResult runHookIfPresent(
            Repository repository, String hook, String[] arguments, OutputStream out, OutputStream err, String input) {
        return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
    }
}
