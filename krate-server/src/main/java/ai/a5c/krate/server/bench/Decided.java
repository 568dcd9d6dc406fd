package ai.a5c.krate.server.bench;

import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.observe.KrateListener;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Hears which deliveries are decided, after the commit. */
final class Decided implements KrateListener {

    private final ConcurrentMap<String, CountDownLatch> latches = new ConcurrentHashMap<>();
    private final AtomicInteger others = new AtomicInteger();

    private volatile String problem = "nothing failed";

    @Override
    public void on(KrateEvent event) {
        if (event instanceof KrateEvent.DeliveryDecided decided) {
            of(decided.delivery()).countDown();
            if (!decided.decision().equals("created")) {
                others.incrementAndGet();
            }
        } else if (event instanceof KrateEvent.StepFailed failed) {
            problem = failed.toString();
        }
    }

    /** Open until the delivery of that name is decided. */
    CountDownLatch of(String delivery) {
        return latches.computeIfAbsent(delivery, name -> new CountDownLatch(1));
    }

    /** Waits until the delivery of that name is decided. */
    void await(String delivery) {
        if (!OpenLoop.isDone(of(delivery))) {
            throw new BenchException("delivery %s is not decided: %s".formatted(delivery, problem));
        }
    }

    /** Complains if anything else than a run came of one. */
    void requireRuns() {
        if (others.get() > 0) {
            throw new BenchException("%d deliveries made no run: %s".formatted(others.get(), problem));
        }
    }
}
