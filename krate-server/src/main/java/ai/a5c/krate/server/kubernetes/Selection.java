package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.Selector.Operator;
import ai.a5c.krate.store.StoredResource;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which resources of a kind a request is about.
 *
 * @param fields on the indexed fields
 * @param keys on {@code metadata.name} and {@code metadata.namespace}
 */
record Selection(Kind kind, List<Selector> labels, List<Selector> fields, List<Selector> keys) {

    private static final List<String> KEYS = List.of("metadata.name", "metadata.namespace");

    static Selection of(Context context, Kind kind) {
        List<Selector> labels = Selectors.read(Answer.query(context, "labelSelector"), "labelSelector");
        List<Selector> all = Selectors.read(Answer.query(context, "fieldSelector"), "fieldSelector");
        for (Selector selector : all) {
            if (!KEYS.contains(selector.name()) && !kind.indexed().contains(selector.name())) {
                throw Status.badRequest("field label not supported: %s; fieldSelector knows of %s only %s, %s"
                                .formatted(
                                        selector.name(),
                                        kind.name(),
                                        String.join(", ", KEYS),
                                        String.join(", ", kind.indexed())))
                        .refusal();
            }
            if (selector.operator() == Operator.EXISTS || selector.operator() == Operator.ABSENT) {
                throw Status.badRequest("fieldSelector knows =, == and != only").refusal();
            }
        }
        return new Selection(
                kind,
                labels,
                all.stream().filter(selector -> !KEYS.contains(selector.name())).toList(),
                all.stream().filter(selector -> KEYS.contains(selector.name())).toList());
    }

    /** Asks the store for what it can tell apart by itself. */
    Query query(int limit) {
        return new Query(kind.name(), Optional.empty(), labels, fields, "", false, limit);
    }

    /** The only name that can match, if there is such. */
    Optional<String> onlyName() {
        return keys.stream()
                .filter(selector -> selector.name().equals("metadata.name"))
                .filter(selector ->
                        selector.operator() == Operator.IN && selector.values().size() == 1)
                .map(selector -> selector.values().get(0))
                .findFirst();
    }

    boolean keeps(ResourceKey key) {
        Map<String, String> names = Map.of("metadata.name", key.name(), "metadata.namespace", key.namespace());
        return keys.stream().allMatch(selector -> selector.matches(names));
    }

    boolean matches(StoredResource resource) {
        return keeps(resource.key())
                && labels.stream().allMatch(selector -> selector.matches(resource.labels()))
                && fields.stream().allMatch(selector -> selector.matches(resource.fields()));
    }

    /** Whether a resource can begin or cease to match while it exists. */
    boolean changes() {
        return !labels.isEmpty() || !fields.isEmpty();
    }
}
