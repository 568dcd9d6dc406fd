package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Detail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run: its events, each once and in order whatever connections they came by, and its end.
 *
 * <p>Cursors are the gateway's numbers; what does not come from a numbered event has its cursor above all of them.
 */
final class RunStream {

    /** Behind every number of the gateway: what was learnt when the numbered events were gone. */
    static final long BEYOND = 1L << 40;

    private static final long BREACH = 1L << 42;
    private static final long RESULT = 1L << 43;

    private final String runId;
    private final Translation translation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<AgentEvent> events = new ArrayList<>();
    private long last;
    private long heardAt = System.nanoTime();
    private boolean tolerant;
    private boolean gone;
    private boolean incomplete;
    private boolean incident;
    private String sessionId = "";
    private @Nullable Map<String, Object> finalized;
    private @Nullable End end;

    RunStream(String runId, Translation translation) {
        this.runId = runId;
        this.translation = translation;
    }

    String runId() {
        return runId;
    }

    /**
     * Takes an event.
     *
     * @return false if events before it are missing, in which case it was not taken
     */
    boolean hear(long seq, Map<String, Object> event) {
        lock.lock();
        try {
            boolean hole = seq > last + 1;
            if (seq <= last || (gone && !ends(event))) {
                return true;
            }
            if (hole && !gone) {
                if (!tolerant) {
                    return false;
                }
                add(new AgentEvent(seq - 1, AgentEvent.Type.GAP, "some of the run's events are missing", Map.of()));
                incomplete = true;
            }
            take(seq, event);
            return true;
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    private static boolean ends(Map<String, Object> event) {
        return Fields.text(event, "type").equals("run.finalized");
    }

    private void take(long seq, Map<String, Object> event) {
        last = seq;
        tolerant = false;
        heardAt = System.nanoTime();
        if (ends(event)) {
            finalized = event;
        }
        if (!gone) {
            translation.of(seq, event).forEach(this::add);
        }
    }

    private void add(AgentEvent event) {
        events.add(event);
        incomplete |= event.type() == AgentEvent.Type.GAP;
        incident |= event.type() == AgentEvent.Type.INCIDENT;
        sessionId = event.details().getOrDefault(Detail.SESSION_ID, sessionId);
    }

    /** Events before the next one are missing for good: it is taken, and the gap told. */
    void tolerate() {
        locked(() -> tolerant = true);
    }

    /** The gateway has no numbered events any more; what can still be learnt comes from elsewhere. */
    void gone() {
        locked(() -> {
            if (!gone) {
                gone = true;
                incomplete = true;
                events.add(new AgentEvent(
                        BEYOND,
                        AgentEvent.Type.GAP,
                        "the gateway has dropped the run's events: what it said may be missing",
                        Map.of()));
            }
        });
    }

    /** Something was let through, or may have been, and no event says so. */
    void breach(String words) {
        locked(() -> {
            if (!incident) {
                add(new AgentEvent(BREACH, AgentEvent.Type.INCIDENT, words, Map.of()));
            }
        });
    }

    /** A message of the session's transcript, that is told unless it is known. */
    void transcribed(long index, String text) {
        locked(() -> {
            long cursor = BEYOND + 1 + index;
            boolean later = events.isEmpty() || events.get(events.size() - 1).cursor() < cursor;
            if (later && !text.isEmpty() && translation.told().add(text)) {
                events.add(new AgentEvent(cursor, AgentEvent.Type.MESSAGE, text, Map.of("source", "transcript")));
            }
        });
    }

    /** The agent's own session, learnt from the gateway's record of the run. */
    void bound(String id) {
        locked(() -> {
            if (sessionId.isEmpty() && !id.isEmpty()) {
                add(new AgentEvent(
                        BEYOND - 1, AgentEvent.Type.STARTED, "session " + id, Map.of(Detail.SESSION_ID, id)));
            }
        });
    }

    /** How it ended; the first end counts. */
    void end(End how, String result) {
        locked(() -> {
            if (end == null) {
                boolean told = events.stream().anyMatch(event -> event.type() == AgentEvent.Type.RESULT);
                if (!told && !result.isEmpty()) {
                    events.add(new AgentEvent(RESULT, AgentEvent.Type.RESULT, result, Map.of()));
                }
                end = how;
            }
        });
    }

    /** The number to go on behind. */
    long last() {
        return with(() -> last);
    }

    boolean isGone() {
        return with(() -> gone);
    }

    boolean isIncomplete() {
        return with(() -> incomplete);
    }

    boolean hasIncident() {
        return with(() -> incident);
    }

    boolean isOver() {
        return with(() -> end != null);
    }

    /** How the gateway says that it ended, if it has said so. */
    Optional<Map<String, Object>> finalized() {
        return with(() -> Optional.ofNullable(finalized));
    }

    String sessionId() {
        return with(() -> sessionId);
    }

    String lastMessage() {
        return with(translation::last);
    }

    long bytes() {
        return with(translation::bytes);
    }

    /** For how long nothing came. */
    Duration silence() {
        return with(() -> Duration.ofNanos(System.nanoTime() - heardAt));
    }

    /** What is there behind {@code cursor}; the end once nothing else is. */
    Batch read(long cursor) {
        return with(() -> {
            int from = events.size();
            while (from > 0 && events.get(from - 1).cursor() > cursor) {
                from--;
            }
            List<AgentEvent> rest = List.copyOf(events.subList(from, events.size()));
            return new Batch(rest, rest.isEmpty() ? Optional.ofNullable(end) : Optional.empty());
        });
    }

    /** Waits until something happens that was not there behind {@code cursor}, or the time is over. */
    void await(long cursor, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && finalized == null && end == null && isEmptyBehind(cursor)) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmptyBehind(long cursor) {
        return events.isEmpty() || events.get(events.size() - 1).cursor() <= cursor;
    }

    private void locked(Runnable body) {
        with(() -> {
            body.run();
            changed.signalAll();
            return true;
        });
    }

    private <T> T with(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
