package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoreUnavailableException;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends watchers what is new in the store. One thread looks for all of them and never waits for any: a slow watcher
 * gets its events later, one that takes nothing for a while is dropped and may resume.
 */
public final class LiveFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final int MOST_WATCHERS = 6_000;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long MOST_RENDERED = 16L * 1024 * 1024;
    private static final int BUFFER = 4 * 1024;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final ResourceStore store;
    private final ResourceDesk desk;
    private final Duration patience;
    private final Renderings renderings = new Renderings(MOST_RENDERED);
    private final BlockingQueue<Watcher> joining = new LinkedBlockingQueue<>();
    private final CountDownLatch pause = new CountDownLatch(1);
    private final AtomicInteger watching = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "krate-live");

    public LiveFeed(ResourceStore store, ResourceDesk desk) {
        this(store, desk, Duration.ofSeconds(30));
    }

    /** A feed that drops watchers which take nothing for {@code patience}. */
    LiveFeed(ResourceStore store, ResourceDesk desk, Duration patience) {
        this.store = store;
        this.desk = desk;
        this.patience = patience;
        thread.setDaemon(true);
        thread.start();
    }

    /** After which event a watcher goes on: {@code Last-Event-ID}, or {@code after} in the query, or from the start. */
    public static long resumeAfter(Context context) {
        String header = Optional.ofNullable(context.header("Last-Event-ID")).orElse("");
        if (header.matches("[0-9]{1,18}")) {
            return Long.parseLong(header);
        }
        return Answers.number(context, "after", 0, Long.MAX_VALUE);
    }

    /** Answers a request with server-sent events, which go on after this returns. */
    public void openEvents(Context context, LiveSource events) {
        open(context, "text/event-stream", events);
    }

    /** Answers a request with pieces of JSON, which go on after this returns. */
    public void openLines(Context context, LiveSource lines) {
        open(context, "application/json", lines);
    }

    /** How many watchers there are. */
    public int watching() {
        return watching.get();
    }

    private void open(Context context, String contentType, LiveSource source) {
        if (watching.incrementAndGet() > MOST_WATCHERS) {
            watching.decrementAndGet();
            throw new ApiException(ErrorCode.UNAVAILABLE, "too many watchers; try again later");
        }
        context.status(200)
                .contentType(contentType)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        context.future(() -> join(context, source));
    }

    private CompletableFuture<Void> join(Context context, LiveSource source) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            context.res().setBufferSize(BUFFER);
            ServletOutputStream out = context.res().getOutputStream();
            LiveWriter writer = new LiveWriter(done, out);
            context.req().getAsyncContext().addListener(writer);
            out.setWriteListener(writer);
            writer.offer(List.of(source.keepAlive()), false);
            joining.add(new Watcher(source, writer, patience));
        } catch (IOException e) {
            watching.decrementAndGet();
            throw new UncheckedIOException(e);
        }
        return done;
    }

    private void run() {
        List<Watcher> watchers = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (watchers.isEmpty()) {
                    watchers.add(joining.take());
                }
                joining.drainTo(watchers);
                look(watchers);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watchers.forEach(watcher -> watcher.writer().drop());
    }

    private void look(List<Watcher> watchers) throws InterruptedException {
        try {
            long known = store.sent(ResourceStore.NEWS);
            long version = store.version();
            Tick tick = new Tick(store, desk, renderings, version);
            boolean given = false;
            for (Iterator<Watcher> each = watchers.iterator(); each.hasNext(); ) {
                Watcher watcher = each.next();
                given |= serve(watcher, tick);
                if (watcher.writer().over()) {
                    each.remove();
                    watching.decrementAndGet();
                }
            }
            if (!given) {
                await(known, version);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("watchers wait, the database cannot be reached");
            pause.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.error("watchers wait, looking for news failed", e);
            pause.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Waits for news; what is not heard of, as events that other processes store, is looked for less often. */
    private void await(long known, long version) {
        store.awaitSent(ResourceStore.NEWS, known, LOOK);
        if (store.sent(ResourceStore.NEWS) == known && store.version() == version) {
            store.awaitSent(ResourceStore.NEWS, known, LOOK);
        }
    }

    /** As {@link #advance}; what breaks for one watcher ends that one only. */
    private static boolean serve(Watcher watcher, Tick tick) {
        try {
            return advance(watcher, tick);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a watcher could not be served and is dropped", e);
            watcher.writer().drop();
            return false;
        }
    }

    /** Whether the watcher was given something, so that there may be more. */
    private static boolean advance(Watcher watcher, Tick tick) {
        LiveWriter writer = watcher.writer();
        boolean given = false;
        if (writer.behind() && writer.idle().compareTo(watcher.patience()) > 0) {
            writer.drop();
        } else if (!watcher.source().ended() && writer.room() >= LiveWriter.CAPACITY / 2) {
            List<Piece> pieces = watcher.source().next(tick, writer.room());
            given = !pieces.isEmpty();
            boolean alive = !given && writer.idle().compareTo(KEEP_ALIVE) > 0;
            writer.offer(
                    alive ? List.of(watcher.source().keepAlive()) : pieces,
                    watcher.source().ended());
        }
        return given;
    }

    @Override
    public void close() {
        pause.countDown();
        thread.interrupt();
    }

    private record Watcher(LiveSource source, LiveWriter writer, Duration patience) {}
}
