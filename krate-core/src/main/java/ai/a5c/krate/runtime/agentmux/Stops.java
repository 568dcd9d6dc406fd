package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has runs stopped; what the gateway cannot be told now, it is told when it is back. */
final class Stops {

    private final Rest rest;
    private final Notes notes;
    private final Executor background;
    private final AtomicBoolean busy = new AtomicBoolean();

    Stops(Rest rest, Notes notes, Executor background) {
        this.rest = rest;
        this.notes = notes;
        this.background = background;
    }

    /**
     * Stops a run because somebody wants it to.
     *
     * @throws RuntimeUnavailableException if the gateway cannot be told now; it is told later
     */
    void cancel(String runId, String reason) {
        boolean known = notes.read(runId).isPresent();
        notes.change(runId, note -> note.cancelled(reason));
        boolean stopped = rest.stop(runId);
        if (!stopped && !known && rest.run(runId).isEmpty()) {
            notes.remove(runId);
        } else {
            notes.change(runId, RunNote::settled);
        }
    }

    /** Ends a run by our own decision, whatever the gateway says of it later. */
    void rule(String runId, End end) {
        notes.change(runId, note -> note.ended(end));
        later();
    }

    /** Tells the gateway what it could not be told before. */
    void settle() {
        later();
    }

    private void later() {
        try {
            background.execute(this::pay);
        } catch (RejectedExecutionException e) {
            busy.set(false);
        }
    }

    private void pay() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            for (String runId : notes.owed()) {
                rest.stop(runId);
                notes.change(runId, RunNote::settled);
            }
        } catch (RuntimeUnavailableException | UncheckedIOException e) {
            return;
        } finally {
            busy.set(false);
        }
    }
}
