package ai.a5c.krate.store.memory;

import static java.util.stream.Collectors.toSet;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import ai.a5c.krate.store.QueueHeads;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The queue for work. */
final class Queue {

    private static final Comparator<QueueEntry> OLDEST =
            Comparator.comparing(QueueEntry::since).thenComparing(QueueEntry::key);

    private final Map<ResourceKey, QueueEntry> entries = new HashMap<>();
    private final Undo undo;

    Queue(Undo undo) {
        this.undo = undo;
    }

    void put(QueueEntry entry) {
        QueueEntry before = entries.get(entry.key());
        set(
                entry.key(),
                before == null || !goesOn(before.state(), entry.state())
                        ? entry
                        : with(entry, entry.state(), before.since()));
    }

    private static boolean goesOn(State before, State after) {
        return before == after || (before == State.ACTIVE && after == State.ENDED);
    }

    void remove(ResourceKey key) {
        set(key, null);
    }

    List<QueueEntry> all() {
        return List.copyOf(entries.values());
    }

    Optional<Instant> nextDue() {
        return in(State.WAITING, State.LATER, State.ACTIVE).map(QueueEntry::due).min(Comparator.naturalOrder());
    }

    QueueHeads heads(Instant now) {
        in(State.LATER)
                .filter(entry -> !entry.due().isAfter(now))
                .toList()
                .forEach(entry -> set(entry.key(), with(entry, State.WAITING, entry.since())));
        in(State.ENDED)
                .sorted(OLDEST.reversed())
                .skip(QueueHeads.LATELY)
                .toList()
                .forEach(entry -> set(entry.key(), null));
        List<QueueEntry> started = in(State.ACTIVE, State.ENDED).toList();
        return new QueueHeads(waiting(started), started, overdue(now));
    }

    private List<QueueEntry> waiting(List<QueueEntry> started) {
        Set<String> busy = started.stream().map(QueueEntry::item).collect(toSet());
        Map<List<String>, QueueEntry> heads = new HashMap<>();
        in(State.WAITING)
                .forEach(entry -> heads.merge(
                        busy.contains(entry.item()) ? List.of(entry.lane(), entry.item()) : List.of(entry.lane()),
                        entry,
                        (one, other) -> OLDEST.compare(one, other) <= 0 ? one : other));
        return List.copyOf(heads.values());
    }

    private List<QueueEntry> overdue(Instant now) {
        return in(State.ACTIVE)
                .filter(entry -> !entry.due().isAfter(now))
                .sorted(Comparator.comparing(QueueEntry::due).thenComparing(QueueEntry::key))
                .limit(QueueHeads.MOST_OVERDUE)
                .toList();
    }

    private Stream<QueueEntry> in(State... states) {
        Set<State> wanted = Set.of(states);
        return entries.values().stream().filter(entry -> wanted.contains(entry.state()));
    }

    private static QueueEntry with(QueueEntry entry, State state, Instant since) {
        return new QueueEntry(entry.key(), entry.lane(), entry.item(), entry.place(), state, since, entry.due());
    }

    private void set(ResourceKey key, @Nullable QueueEntry entry) {
        QueueEntry before = entries.get(key);
        replace(key, entry);
        undo.add(() -> replace(key, before));
    }

    private void replace(ResourceKey key, @Nullable QueueEntry entry) {
        if (entry == null) {
            entries.remove(key);
        } else {
            entries.put(key, entry);
        }
    }
}
