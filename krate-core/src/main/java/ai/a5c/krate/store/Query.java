package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks for one page of a kind.
 *
 * @param namespace only this one, or all when empty
 * @param labels all of these must hold
 * @param fields all of these must hold
 * @param after continue behind this key of an earlier page, as {@code namespace/name}, or empty
 * @param descending in reverse key order
 * @param limit at most this many, from 1 to 1,000
 */
public record Query(
        String kind,
        Optional<String> namespace,
        List<Selector> labels,
        List<Selector> fields,
        String after,
        boolean descending,
        int limit) {

    /** The largest page. */
    public static final int MAX_LIMIT = 1_000;

    public Query {
        labels = List.copyOf(labels);
        fields = List.copyOf(fields);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to %d, got %d".formatted(MAX_LIMIT, limit));
        }
        StoreInput.text("the kind to list", kind);
        namespace.ifPresent(text -> StoreInput.text("the namespace to list", text));
        StoreInput.text("the key to continue behind", after);
        if (!after.isEmpty() && (after.indexOf('/') < 1 || after.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "the key to continue behind must be namespace/name, got '" + after + "'");
        }
    }

    /** The key to continue behind, or empty at the beginning. */
    public Optional<ResourceKey> behind() {
        int slash = after.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(new ResourceKey(kind, after.substring(0, slash), after.substring(slash + 1)));
    }

    /** Everything of a kind in a namespace, the first page. */
    public static Query of(String kind, String namespace) {
        return new Query(kind, Optional.of(namespace), List.of(), List.of(), "", false, MAX_LIMIT);
    }

    /** Everything of a kind in all namespaces, the first page. */
    public static Query all(String kind) {
        return new Query(kind, Optional.empty(), List.of(), List.of(), "", false, MAX_LIMIT);
    }

    /** The same question, also asking that field {@code path} is one of {@code values}. */
    public Query whereField(String path, String... values) {
        List<Selector> more = Stream.concat(fields.stream(), Stream.of(Selector.in(path, List.of(values))))
                .toList();
        return new Query(kind, namespace, labels, more, after, descending, limit);
    }

    /** The same question, also asking that label {@code name} is {@code value}. */
    public Query whereLabel(String name, String value) {
        List<Selector> more = Stream.concat(labels.stream(), Stream.of(Selector.in(name, List.of(value))))
                .toList();
        return new Query(kind, namespace, more, fields, after, descending, limit);
    }

    /** The same question, newest key first. */
    public Query reversed() {
        return new Query(kind, namespace, labels, fields, after, !descending, limit);
    }

    /** The same question, for at most {@code most}. */
    public Query limit(int most) {
        return new Query(kind, namespace, labels, fields, after, descending, most);
    }

    /** The same question, behind {@code key}. */
    public Query after(String key) {
        return new Query(kind, namespace, labels, fields, key, descending, limit);
    }
}
