package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Numbers;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Another store with some resources laid over it, which refuses to be written.
 *
 * <p>A transaction of it reads what is committed at each read and takes no lock, so that it never keeps a writer waiting.
 */
final class ReadOnlyStore implements ResourceStore {

    private final ResourceStore base;
    private final Overlay overlay;

    ReadOnlyStore(ResourceStore base, Overlay overlay) {
        this.base = base;
        this.overlay = overlay;
    }

    static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("a rehearsal writes nothing");
    }

    @Override
    public <T> T transact(Durability durability, Function<Transaction, T> work) {
        return work.apply(new ReadOnlyTransaction(this));
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        Optional<StoredResource> changed = overlay.changed().get(key);
        return changed == null ? base.get(key) : changed;
    }

    @Override
    public Page list(Query query) {
        return overlay.speaksOf(query.kind()) ? merged(query) : base.list(query);
    }

    /** Everything of the kind is read, for whatever is laid over it may belong to any page. */
    private Page merged(Query query) {
        List<StoredResource> found = new ArrayList<>();
        Query next =
                new Query(query.kind(), query.namespace(), query.labels(), query.fields(), "", false, Query.MAX_LIMIT);
        Page page;
        do {
            page = base.list(next);
            page.items().stream()
                    .filter(item -> !overlay.changed().containsKey(item.key()))
                    .forEach(found::add);
            next = next.after(page.next());
        } while (!page.next().isEmpty());
        overlay.changed().values().stream()
                .flatMap(Optional::stream)
                .filter(resource -> matches(query, resource))
                .forEach(found::add);
        return page(query, found);
    }

    private static boolean matches(Query query, StoredResource resource) {
        return resource.key().kind().equals(query.kind())
                && query.namespace().map(resource.key().namespace()::equals).orElse(true)
                && all(query.labels(), resource.labels())
                && all(query.fields(), resource.fields());
    }

    private static boolean all(List<Selector> selectors, Map<String, String> pairs) {
        return selectors.stream().allMatch(selector -> selector.matches(pairs));
    }

    private static Page page(Query query, List<StoredResource> found) {
        Comparator<StoredResource> order = Comparator.comparing(StoredResource::key);
        List<StoredResource> rest = found.stream()
                .sorted(query.descending() ? order.reversed() : order)
                .filter(resource -> isBehind(query, resource.key()))
                .toList();
        if (rest.size() <= query.limit()) {
            return new Page(rest, "");
        }
        ResourceKey last = rest.get(query.limit() - 1).key();
        return new Page(rest.subList(0, query.limit()), last.namespace() + "/" + last.name());
    }

    private static boolean isBehind(Query query, ResourceKey key) {
        return query.behind()
                .map(last -> query.descending() ? key.compareTo(last) < 0 : key.compareTo(last) > 0)
                .orElse(true);
    }

    @Override
    public long count(Query query) {
        return overlay.speaksOf(query.kind()) ? all(query).size() : base.count(query);
    }

    @Override
    public double sum(Query query, String field) {
        if (!overlay.speaksOf(query.kind())) {
            return base.sum(query, field);
        }
        return all(query).stream()
                .mapToDouble(resource -> Numbers.of(resource.fields().getOrDefault(field, "")))
                .sum();
    }

    private List<StoredResource> all(Query query) {
        List<StoredResource> all = new ArrayList<>();
        Page page = list(query);
        all.addAll(page.items());
        while (!page.next().isEmpty()) {
            page = list(query.after(page.next()));
            all.addAll(page.items());
        }
        return all;
    }

    @Override
    public List<Change> changes(ChangeQuery query, long version, int limit) {
        return base.changes(query, version, limit);
    }

    @Override
    public long version() {
        return base.version();
    }

    @Override
    public void awaitChange(long version, Duration atMost) {
        base.awaitChange(version, atMost);
    }

    @Override
    public void compact(long version) {
        throw refusal();
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        return base.holder(scope, key, now);
    }

    @Override
    public List<Message> claim(Durability durability, String topic, Instant now, Duration lease, int limit) {
        throw refusal();
    }

    @Override
    public Optional<Instant> nextDue(String topic) {
        return base.nextDue(topic);
    }

    @Override
    public List<QueueEntry> queue() {
        return base.queue();
    }

    @Override
    public Optional<Instant> nextInQueue() {
        return base.nextInQueue();
    }

    @Override
    public long sent(String topic) {
        return base.sent(topic);
    }

    @Override
    public void awaitSent(String topic, long known, Duration atMost) {
        base.awaitSent(topic, known, atMost);
    }

    @Override
    public List<StreamEvent> events(String stream, long sequence, int limit) {
        return base.events(stream, sequence, limit);
    }

    @Override
    public List<AuditRecord> audit(String organization, long sequence, int limit) {
        return base.audit(organization, sequence, limit);
    }

    @Override
    public int sealAudit(int limit) {
        throw refusal();
    }

    /** Leaves the other store open. */
    @Override
    public InstantSource clock() {
        return base.clock();
    }

    @Override
    public void close() {}
}
