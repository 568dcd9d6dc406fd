package ai.a5c.krate.store.memory;

import ai.a5c.krate.store.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The unfinished messages. */
final class Outbox {

    private final Map<Name, Entry> entries = new HashMap<>();
    private final Undo undo;
    private long lastId;
    private long lastToken;

    Outbox(Undo undo) {
        this.undo = undo;
    }

    void send(Name name, Instant due) {
        Entry entry = entries.get(name);
        set(name, entry == null ? new Entry(++lastId, due, null, false, 0, 0) : entry.sentAgain(due));
    }

    List<Message> claim(String topic, Instant now, Instant until, int limit) {
        List<Name> due = entriesOf(topic)
                .filter(entry -> !entry.getValue().next().isAfter(now))
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(Entry::next).thenComparing(Entry::id)))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        List<Message> claimed = new ArrayList<>();
        for (Name name : due) {
            Entry before = entries.get(name);
            if (before != null) {
                Entry entry = new Entry(before.id(), until, null, true, before.claims() + 1, ++lastToken);
                set(name, entry);
                claimed.add(new Message(name.topic(), name.key(), entry.claims(), entry.id(), entry.token()));
            }
        }
        return claimed;
    }

    boolean done(Message message) {
        Name name = new Name(message.topic(), message.key());
        Entry entry = entries.get(name);
        if (entry == null || !entry.isClaimedAs(message)) {
            return false;
        }
        Instant again = entry.again();
        set(name, again == null ? null : new Entry(++lastId, again, null, false, 0, 0));
        return true;
    }

    boolean retry(Message message, Instant due) {
        Name name = new Name(message.topic(), message.key());
        Entry entry = entries.get(name);
        if (entry == null || !entry.isClaimedAs(message)) {
            return false;
        }
        set(name, new Entry(entry.id(), earlier(entry.again(), due), null, false, entry.claims(), 0));
        return true;
    }

    Optional<Instant> nextDue(String topic) {
        return entriesOf(topic).map(entry -> entry.getValue().next()).min(Comparator.naturalOrder());
    }

    private Stream<Map.Entry<Name, Entry>> entriesOf(String topic) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic));
    }

    private void set(Name name, @Nullable Entry entry) {
        Entry before = entries.get(name);
        replace(name, entry);
        undo.add(() -> replace(name, before));
    }

    private void replace(Name name, @Nullable Entry entry) {
        if (entry == null) {
            entries.remove(name);
        } else {
            entries.put(name, entry);
        }
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    record Name(String topic, String key) {}

    private record Entry(long id, Instant next, @Nullable Instant again, boolean claimed, int claims, long token) {

        Entry sentAgain(Instant due) {
            return claimed
                    ? new Entry(id, next, earlier(again, due), true, claims, token)
                    : new Entry(id, earlier(next, due), null, false, claims, token);
        }

        boolean isClaimedAs(Message message) {
            return claimed && id == message.id() && token == message.token();
        }
    }
}
