package io.jenkins.plugins.krate.build;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The last view of something slow: whoever looks waits a little for a newer one and has the old one otherwise. */
final class LastView<V> {

    private final Executor executor;
    private final InstantSource clock;
    private final Duration freshFor;
    private final Duration patience;
    private V last;
    private long madeAt;
    private int forgotten;
    private @Nullable CompletableFuture<V> coming;

    /**
     * A view that is {@code first} until there is a better one.
     *
     * @param freshFor how long a view is as good as new
     * @param patience how long to wait for a newer one
     */
    LastView(V first, Executor executor, InstantSource clock, Duration freshFor, Duration patience) {
        this.last = first;
        this.executor = executor;
        this.clock = clock;
        this.freshFor = freshFor;
        this.patience = patience;
    }

    /** The view now; at most one maker works at a time. */
    Looked<V> look(Supplier<V> maker) {
        CompletableFuture<V> newer = newer(maker);
        if (newer != null) {
            try {
                newer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return looked(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return looked(true);
            }
        }
        return looked(false);
    }

    private synchronized @Nullable CompletableFuture<V> newer(Supplier<V> maker) {
        if (coming != null) {
            return coming;
        }
        if (madeAt != 0 && clock.millis() - madeAt < freshFor.toMillis()) {
            return null;
        }
        CompletableFuture<V> made = CompletableFuture.supplyAsync(maker, executor);
        int begun = forgotten;
        CompletableFuture<V> kept = made.whenComplete((view, problem) -> made(view, begun));
        coming = kept.isDone() ? null : kept;
        return kept;
    }

    /** What was begun before the old view was forgotten is old itself. */
    private synchronized void made(@Nullable V view, int begun) {
        if (begun != forgotten) {
            return;
        }
        coming = null;
        if (view != null) {
            last = view;
            madeAt = clock.millis();
        }
    }

    /** Has the next one who looks wait for a newer view. */
    synchronized void forget() {
        forgotten++;
        madeAt = 0;
        coming = null;
    }

    private synchronized Looked<V> looked(boolean stale) {
        return new Looked<>(last, stale, madeAt);
    }

    /**
     * What there is.
     *
     * @param stale whether a newer one was wanted and did not come
     * @param madeAt in milliseconds since 1970; 0 for the first one
     */
    record Looked<V>(V view, boolean stale, long madeAt) {}
}
