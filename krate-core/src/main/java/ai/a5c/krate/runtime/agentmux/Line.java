package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A lasting connection to the gateway: calls again whenever a call has ended, for as long as it is wanted. */
final class Line implements Call.Hearer {

    private final AgentMuxSettings settings;
    private final HttpClient client;
    private final ScheduledExecutorService timer;
    private final RandomGenerator random;
    private final BooleanSupplier wanted;
    private final Call.Hearer hearer;
    private @Nullable Call call;
    private int failures;
    private boolean waiting;
    private boolean closed;

    Line(
            AgentMuxSettings settings,
            HttpClient client,
            ScheduledExecutorService timer,
            RandomGenerator random,
            BooleanSupplier wanted,
            Call.Hearer hearer) {
        this.settings = settings;
        this.client = client;
        this.timer = timer;
        this.random = random;
        this.wanted = wanted;
        this.hearer = hearer;
    }

    /** The call that can be spoken on now, if there is one. */
    synchronized Optional<Call> ready() {
        return Optional.ofNullable(call).filter(Call::isReady);
    }

    /** Calls, unless that is under way or done. */
    synchronized Call dial() {
        Call now = call;
        if (now == null || now.isOver()) {
            if (closed) {
                throw new RuntimeUnavailableException("this runtime has been closed");
            }
            now = Call.open(settings, client, timer, this);
            call = now;
        }
        return now;
    }

    /**
     * The call that can be spoken on, waited for.
     *
     * @throws RuntimeUnavailableException if the gateway does not greet
     */
    Call require() {
        try {
            return dial().greeted().get(settings.timing().hello().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeUnavailableException("interrupted while waiting for the gateway", e);
        } catch (TimeoutException e) {
            throw new RuntimeUnavailableException("the gateway did not greet", e);
        } catch (ExecutionException e) {
            throw new RuntimeUnavailableException(Words.message(e.getCause()), e);
        }
    }

    /** Ends it for good. */
    void close() {
        Call last;
        synchronized (this) {
            closed = true;
            last = call;
        }
        if (last != null) {
            last.end("this runtime has been closed");
        }
    }

    @Override
    public void greeted(Call greeted) {
        synchronized (this) {
            failures = 0;
        }
        hearer.greeted(greeted);
    }

    @Override
    public void heard(Call from, Map<String, Object> frame) {
        hearer.heard(from, frame);
    }

    @Override
    public void ended(Call ended, String why) {
        hearer.ended(ended, why);
        again();
    }

    private synchronized void again() {
        if (closed || waiting || !wanted.getAsBoolean()) {
            return;
        }
        failures++;
        waiting = true;
        long pause = Pauses.before(failures, settings.timing(), random).toMillis();
        ScheduledFuture<?> unused = timer.schedule(this::redial, pause, TimeUnit.MILLISECONDS);
    }

    private void redial() {
        synchronized (this) {
            waiting = false;
            if (closed || !wanted.getAsBoolean()) {
                return;
            }
        }
        try {
            dial();
        } catch (RuntimeUnavailableException e) {
            again();
        }
    }
}
