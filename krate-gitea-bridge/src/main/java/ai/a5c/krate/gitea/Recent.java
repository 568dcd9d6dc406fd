package ai.a5c.krate.gitea;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers that are good for a while; an answer from the future, after the clock was set back, is not. */
final class Recent<K, V> {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Duration goodFor;
    private final InstantSource clock;

    Recent(Duration goodFor, InstantSource clock) {
        this.goodFor = goodFor;
        this.clock = clock;
    }

    /** The answer for {@code key}, asked now if none is good; nothing is kept if asking fails. */
    V get(K key, Supplier<V> ask) {
        Instant now = clock.instant();
        Entry<V> known = entries.get(key);
        if (known != null && isGood(known, now)) {
            return known.value();
        }
        V value = ask.get();
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        entries.put(key, new Entry<>(value, now));
        return value;
    }

    private boolean isGood(Entry<V> entry, Instant now) {
        Duration age = Duration.between(entry.at(), now);
        return !age.isNegative() && age.compareTo(goodFor) < 0;
    }

    private record Entry<V>(V value, Instant at) {}
}
