package ai.a5c.krate.engine;

import static java.util.stream.Collectors.toMap;

import ai.a5c.krate.dispatch.FairShare;
import ai.a5c.krate.dispatch.Waiting;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import ai.a5c.krate.store.ResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where queued runs stand in the queue of their pool, and why they wait.
 *
 * <p>Worked out when somebody asks, from the queue as it is then, and never stored: a claim moves everybody behind it.
 */
public final class QueueView {

    /** How long the clock alone changes nothing worth telling. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Desk desk;
    private final Capacities capacities = new Capacities();
    private final QueuePlaces places = new QueuePlaces();
    private volatile Known known = new Known(-1, Instant.EPOCH, Map.of());

    public QueueView(Desk desk) {
        this.desk = desk;
    }

    /** {@code run} with its place in the queue, if it waits there. */
    public AgentDispatchRun placed(AgentDispatchRun run) {
        return run.status().phase() == RunPhase.QUEUED && run.status().attempts() > 0
                ? place(run).map(place -> run.with(run.status().queued(place))).orElse(run)
                : run;
    }

    private Optional<QueuePlace> place(AgentDispatchRun run) {
        String attempt = "AgentDispatchAttempt/%s/%s"
                .formatted(
                        run.metadata().namespace(),
                        RunBook.attemptName(run, run.status().attempts()));
        return Optional.ofNullable(now().get(attempt));
    }

    private Map<String, QueuePlace> now() {
        ResourceStore store = desk.ports().store();
        long version = store.version();
        Instant now = desk.ports().clock().instant();
        Known latest = known;
        if (latest.version() == version
                && Duration.between(latest.at(), now).abs().compareTo(FRESH) < 0) {
            return latest.places();
        }
        Map<String, QueuePlace> places = read(store, now);
        known = new Known(version, now, places);
        return places;
    }

    private Map<String, QueuePlace> read(ResourceStore store, Instant now) {
        List<QueueEntry> queue = store.queue();
        List<QueueEntry> waiting = queue.stream()
                .filter(entry -> entry.state() == State.WAITING || isDue(entry, now))
                .toList();
        List<QueueEntry> started = queue.stream()
                .filter(entry -> entry.state() == State.ACTIVE || entry.state() == State.ENDED)
                .toList();
        Map<String, QueuePlace> places = new HashMap<>(
                FairShare.explain(this.places.decided(waiting, started), capacities.at(now, store::list, store::get))
                        .entrySet()
                        .stream()
                        .collect(toMap(Map.Entry::getKey, entry -> told(entry.getValue()))));
        queue.stream()
                .filter(entry -> entry.state() == State.LATER && !isDue(entry, now))
                .forEach(entry -> places.put(
                        entry.key().toString(),
                        new QueuePlace(0, 0, "postponed", "it is tried again at " + entry.due())));
        return places;
    }

    private static boolean isDue(QueueEntry entry, Instant now) {
        return entry.state() == State.LATER && !entry.due().isAfter(now);
    }

    private static QueuePlace told(Waiting waiting) {
        return new QueuePlace(
                waiting.position(), waiting.length(), waiting.reason().word(), waiting.message());
    }

    private record Known(long version, Instant at, Map<String, QueuePlace> places) {}
}
