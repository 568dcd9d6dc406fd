package ai.a5c.krate.git.jgit;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a conversation that goes on for too long. */
final class Deadline extends EmptyProgressMonitor {

    private final long end;

    Deadline(Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
    }

    @Override
    public boolean isCancelled() {
        return System.nanoTime() - end > 0;
    }
}
