package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a transaction knows without asking again: what it has written, which nobody else can change before it ends, and what
 * it has read since it last waited for others.
 */
final class Known {

    private final Map<ResourceKey, Optional<StoredResource>> written = new HashMap<>();
    private final Map<ResourceKey, Optional<StoredResource>> read = new HashMap<>();
    private final Map<List<Object>, Optional<String>> holders = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    /** What was read may have been changed by whoever had a lock or a hold before. */
    void waited() {
        read.clear();
        holders.clear();
    }

    Optional<StoredResource> resource(ResourceKey key, Supplier<Optional<StoredResource>> reading) {
        Optional<StoredResource> own = written.get(key);
        return own != null ? own : read.computeIfAbsent(key, unread -> reading.get());
    }

    void wrote(ResourceKey key, Optional<StoredResource> resource) {
        written.put(key, resource);
    }

    /** Who holds what {@code hold} names at its instant. */
    Optional<String> holder(List<Object> hold, Supplier<Optional<String>> reading) {
        return holders.computeIfAbsent(hold, unread -> reading.get());
    }

    /** The last sequence of a stream that it has appended to, behind which nobody else can. */
    OptionalLong last(String stream) {
        Long sequence = sequences.get(stream);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    void appended(String stream, long sequence) {
        sequences.put(stream, sequence);
    }
}
