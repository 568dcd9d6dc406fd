package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Has runs stopped; what the gateway cannot be told now, it is told when it is back. */
final class Stops {

    private final Rest rest;
    private final Notes notes;
    private final Executor background;
    private final AtomicInteger asked = new AtomicInteger();

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
            notes.change(runId, RunNote::told);
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
        if (asked.getAndIncrement() == 0) {
            try {
                background.execute(this::pay);
            } catch (RejectedExecutionException e) {
                asked.set(0);
            }
        }
    }

    /** Pays what is owed, and again what came to be owed meanwhile. */
    private void pay() {
        int seen = asked.get();
        try {
            while (seen > 0) {
                payOnce();
                seen = asked.addAndGet(-seen);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            asked.set(0);
            throw e;
        }
    }

    private void payOnce() {
        try {
            for (String runId : notes.owed()) {
                rest.stop(runId);
                notes.change(runId, RunNote::told);
            }
        } catch (RuntimeUnavailableException | UncheckedIOException e) {
            return;
        }
    }
}
