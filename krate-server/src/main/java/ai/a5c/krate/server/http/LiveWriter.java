package ai.a5c.krate.server.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Writes to one watcher as fast as it reads, without ever blocking whoever has news for it. */
final class LiveWriter implements WriteListener, AsyncListener {

    /** Pieces that may wait for a watcher. */
    static final int CAPACITY = 512;

    private static final int MOST_BYTES = 256 * 1024;

    private final CompletableFuture<Void> done;
    private final ServletOutputStream out;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean started;
    private boolean unflushed;
    private boolean last;
    private boolean over;
    private long progressAt = System.nanoTime();

    /** A writer to {@code out} that completes {@code done} when the answer has ended. */
    LiveWriter(CompletableFuture<Void> done, ServletOutputStream out) {
        this.done = done;
        this.out = out;
    }

    /** How many pieces may be offered now; none while many bytes wait. */
    synchronized int room() {
        return bytes < MOST_BYTES ? CAPACITY - waiting.size() : 0;
    }

    synchronized boolean over() {
        return over;
    }

    /** How long nothing has been written. */
    synchronized Duration idle() {
        return Duration.ofNanos(System.nanoTime() - progressAt);
    }

    /** Whether something waits that the watcher does not take. */
    synchronized boolean behind() {
        return !waiting.isEmpty();
    }

    /** Adds pieces; after the last ones the answer ends. */
    synchronized void offer(List<Piece> pieces, boolean lastOnes) {
        for (Piece piece : pieces) {
            waiting.add(piece);
            bytes += piece.size();
        }
        last = last || lastOnes;
        drain();
    }

    /** Ends the answer, whatever still waits; the container closes a connection that has not taken all that was written. */
    synchronized void drop() {
        if (!over) {
            gone();
            done.complete(null);
        }
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        drain();
    }

    @Override
    public void onError(Throwable problem) {
        drop();
    }

    /** The container has ended the answer by itself, as when the watcher is gone. */
    @Override
    public void onComplete(AsyncEvent event) {
        gone();
    }

    @Override
    public void onError(AsyncEvent event) {
        gone();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        gone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts a second time.
    }

    private synchronized void gone() {
        over = true;
        waiting.clear();
        bytes = 0;
    }

    private void drain() {
        try {
            while (started && !over && out.isReady()) {
                Piece next = waiting.poll();
                if (next != null) {
                    bytes -= next.size();
                    out.write(next.bytes());
                    unflushed = true;
                    progressAt = System.nanoTime();
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else if (last) {
                    drop();
                } else {
                    return;
                }
            }
        } catch (IOException e) {
            drop();
        }
    }
}
