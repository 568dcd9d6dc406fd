package ai.a5c.krate.store.memory;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionConflictException;
import ai.a5c.krate.store.VersionGoneException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The resources and their change log. */
final class Resources {

    private final NavigableMap<ResourceKey, StoredResource> current = new TreeMap<>();
    private final NavigableMap<Long, Change> log = new TreeMap<>();
    private final Undo undo;
    private long version;
    private long compacted;

    Resources(Undo undo) {
        this.undo = undo;
    }

    long version() {
        return version;
    }

    Optional<StoredResource> get(ResourceKey key) {
        return Optional.ofNullable(current.get(key));
    }

    Page list(Query query) {
        List<StoredResource> found = matching(query).limit(query.limit() + 1L).toList();
        if (found.size() <= query.limit()) {
            return new Page(found, "");
        }
        List<StoredResource> items = found.subList(0, query.limit());
        ResourceKey last = items.get(items.size() - 1).key();
        return new Page(items, last.namespace() + "/" + last.name());
    }

    /** All that {@code query} asks for, whatever the page. */
    Stream<StoredResource> matching(Query query) {
        return (query.descending() ? current.descendingMap() : current)
                .values().stream().filter(resource -> matches(query, resource));
    }

    StoredResource put(ResourceDraft draft, long expected) {
        check(draft.key(), expected);
        Change.Type type = expected == ResourceStore.ABSENT ? Change.Type.ADDED : Change.Type.MODIFIED;
        StoredResource stored = draft.at(record(type, draft));
        StoredResource before = current.put(draft.key(), stored);
        undo.add(() -> restore(draft.key(), before));
        return stored;
    }

    void delete(ResourceKey key, long expected) {
        check(key, expected);
        StoredResource before = current.remove(key);
        if (before != null) {
            undo.add(() -> current.put(key, before));
            record(Change.Type.DELETED, new ResourceDraft(key, before.labels(), before.fields(), before.document()));
        }
    }

    List<Change> changes(ChangeQuery query, long after, int limit) {
        if (after < compacted) {
            throw new VersionGoneException(after, compacted);
        }
        return log.tailMap(after, false).values().stream()
                .filter(change -> matches(query, change.resource()))
                .limit(limit)
                .toList();
    }

    void compact(long upTo) {
        compacted = Math.max(compacted, Math.min(upTo, version));
        log.headMap(compacted, true).clear();
    }

    private void check(ResourceKey key, long expected) {
        StoredResource stored = current.get(key);
        long actual = stored == null ? ResourceStore.ABSENT : stored.version();
        if (actual != expected) {
            throw new VersionConflictException(key, expected, actual);
        }
    }

    private long record(Change.Type type, ResourceDraft draft) {
        long next = ++version;
        log.put(next, new Change(type, draft.at(next)));
        undo.add(() -> {
            log.remove(next);
            version = next - 1;
        });
        return next;
    }

    private void restore(ResourceKey key, @Nullable StoredResource before) {
        if (before == null) {
            current.remove(key);
        } else {
            current.put(key, before);
        }
    }

    private static boolean matches(Query query, StoredResource resource) {
        ResourceKey key = resource.key();
        return key.kind().equals(query.kind())
                && query.namespace().map(key.namespace()::equals).orElse(true)
                && isBehind(query, key)
                && all(query.labels(), resource.labels())
                && all(query.fields(), resource.fields());
    }

    private static boolean matches(ChangeQuery query, StoredResource resource) {
        ResourceKey key = resource.key();
        return query.kind().map(key.kind()::equals).orElse(true)
                && query.namespace().map(key.namespace()::equals).orElse(true)
                && all(query.labels(), resource.labels());
    }

    private static boolean isBehind(Query query, ResourceKey key) {
        return query.behind()
                .map(last -> query.descending() ? key.compareTo(last) < 0 : key.compareTo(last) > 0)
                .orElse(true);
    }

    private static boolean all(List<Selector> selectors, Map<String, String> pairs) {
        return selectors.stream().allMatch(selector -> selector.matches(pairs));
    }
}
