package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Renews claims every third of a lease while their workers are busy with something slow. */
final class Heartbeat {

    private final Desk desk;
    private final Duration lease;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Claim> kept = ConcurrentHashMap.newKeySet();

    Heartbeat(Desk desk, Duration lease) {
        this.desk = desk;
        this.lease = lease;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "krate-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(lease.toMillis() + 1, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Keeps {@code claim} until it is closed or lost. */
    Beat keep(Claim claim) {
        Beat beat = new Beat(claim, kept);
        kept.add(claim);
        long every = Math.max(1, lease.dividedBy(3).toMillis());
        beat.future = timer.scheduleWithFixedDelay(() -> renew(beat), every, every, TimeUnit.MILLISECONDS);
        return beat;
    }

    /** Whether somebody here is at work on {@code claim}. */
    boolean keeps(Claim claim) {
        return kept.contains(claim);
    }

    private void renew(Beat beat) {
        try {
            if (!beat.over) {
                desk.write(records -> renewed(records, beat));
            }
        } catch (ClaimLostException e) {
            beat.lost = true;
            beat.close();
        } catch (StoreUnavailableException | VersionConflictException e) {
            desk.ports().listener().on(new StepFailed("heartbeat", beat.claim.attempt(), e.toString()));
        }
    }

    private AgentDispatchAttempt renewed(Records records, Beat beat) {
        AgentDispatchAttempt attempt = beat.claim.attempt(records);
        boolean mine = attempt.status().lease().worker().equals(desk.ports().worker());
        if (beat.over || !mine || attempt.status().finishedAt() != null) {
            return attempt;
        }
        return records.update(beat.claim.renewed(attempt, desk.ports().worker(), records.now(), lease));
    }

    /** A claim that is being kept. */
    static final class Beat implements AutoCloseable {

        private final Claim claim;
        private final Set<Claim> kept;
        private volatile @Nullable ScheduledFuture<?> future;
        private volatile boolean lost;
        private volatile boolean over;

        private Beat(Claim claim, Set<Claim> kept) {
            this.claim = claim;
            this.kept = kept;
        }

        /**
         * Does nothing while the claim holds, as far as is known.
         *
         * @throws ClaimLostException if another worker has taken over
         */
        void require() {
            if (lost) {
                throw new ClaimLostException(claim.attempt());
            }
        }

        @Override
        public void close() {
            over = true;
            kept.remove(claim);
            ScheduledFuture<?> next = future;
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
