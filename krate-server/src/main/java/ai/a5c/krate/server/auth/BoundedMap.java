package ai.a5c.krate.server.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A map for several threads that forgets what was put first once it holds too much. */
final class BoundedMap<K, V> {

    private final int most;
    private final Map<K, V> entries = new LinkedHashMap<>();

    BoundedMap(int most) {
        this.most = most;
    }

    synchronized void put(K key, V value) {
        entries.remove(key);
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized Optional<V> remove(K key) {
        return Optional.ofNullable(entries.remove(key));
    }

    synchronized int size() {
        return entries.size();
    }
}
