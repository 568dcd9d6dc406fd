package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The select for one page; starts from the index of a label or field where the query names exactly one value of it, else
 * from the keys.
 */
final class ListStatement {

    private final Map<String, Object> arguments = new HashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final String keys;
    private final Query query;

    private ListStatement(Query query) {
        this.query = query;
        List<Condition> selectors = Stream.concat(
                        query.fields().stream().map(selector -> new Condition(PairTable.FIELD, selector)),
                        query.labels().stream().map(selector -> new Condition(PairTable.LABEL, selector)))
                .toList();
        List<Condition> narrow =
                selectors.stream().filter(Condition::isNarrow).limit(1).toList();
        this.keys = narrow.isEmpty() ? "r" : "p";
        narrow.forEach(this::startFrom);
        addKeys();
        selectors.stream().filter(condition -> !narrow.contains(condition)).forEach(this::add);
        conditions.add(0, keys + ".kind = :kind");
        arguments.put("kind", query.kind());
    }

    static ListStatement of(Query query) {
        return new ListStatement(query);
    }

    /** The page and, if there are more, the first resource of the next one. */
    List<StoredResource> run(Handle handle) {
        return handle.createQuery(sql())
                .bindMap(arguments)
                .bind("limit", query.limit() + 1)
                .map((row, context) -> Revisions.stored(row))
                .list();
    }

    /** How many there are, whatever the page. */
    long count(Handle handle) {
        return handle.createQuery("SELECT count(*)" + keysOnly() + where())
                .bindMap(arguments)
                .mapTo(long.class)
                .one();
    }

    /** The values of an indexed field of all of them, whatever the page. */
    List<String> values(Handle handle, String field) {
        return handle.createQuery("SELECT f.value" + keysOnly() + " JOIN krate_pair f ON " + sameAs("f")
                        + " AND f.role = :role AND f.key = :field" + where())
                .bindMap(arguments)
                .bind("role", PairTable.FIELD)
                .bind("field", field)
                .mapTo(String.class)
                .list();
    }

    String sql() {
        String order = query.descending() ? " DESC" : "";
        String resource = keys.equals("r") ? "" : " JOIN krate_resource r ON " + sameAs("r");
        return "SELECT " + Revisions.COLUMNS + keysOnly() + resource + " JOIN krate_revision v ON v.version = r.version"
                + where() + " ORDER BY " + keys + ".namespace" + order + ", " + keys + ".name" + order
                + " LIMIT :limit";
    }

    private String keysOnly() {
        return keys.equals("r") ? " FROM krate_resource r" : " FROM krate_pair p";
    }

    private String where() {
        return " WHERE " + String.join(" AND ", conditions);
    }

    private String sameAs(String table) {
        return "%1$s.kind = %2$s.kind AND %1$s.namespace = %2$s.namespace AND %1$s.name = %2$s.name"
                .formatted(table, keys);
    }

    private void startFrom(Condition condition) {
        conditions.add("p.role = " + argument(condition.role()));
        conditions.add("p.key = " + argument(condition.selector().name()));
        conditions.add("p.value = "
                + argument(PairTable.indexed(condition.selector().values().get(0))));
    }

    private void addKeys() {
        query.namespace().ifPresent(namespace -> conditions.add(keys + ".namespace = " + argument(namespace)));
        query.behind().ifPresent(last -> conditions.add(behind(last)));
    }

    private String behind(ResourceKey last) {
        String than = query.descending() ? " < " : " > ";
        return query.namespace().filter(last.namespace()::equals).isPresent()
                ? keys + ".name" + than + argument(last.name())
                : "(%1$s.namespace, %1$s.name)%2$s(%3$s, %4$s)"
                        .formatted(keys, than, argument(last.namespace()), argument(last.name()));
    }

    private void add(Condition condition) {
        Selector selector = condition.selector();
        String row = "EXISTS (SELECT 1 FROM krate_pair s WHERE s.kind = %1$s.kind AND s.namespace = %1$s.namespace"
                        .formatted(keys)
                + " AND s.name = %s.name AND s.role = %s AND s.key = %s"
                        .formatted(keys, argument(condition.role()), argument(selector.name()));
        conditions.add(
                switch (selector.operator()) {
                    case IN -> row + oneOf(selector) + ")";
                    case NOT_IN -> "NOT " + row + oneOf(selector) + ")";
                    case EXISTS -> row + ")";
                    case ABSENT -> "NOT " + row + ")";
                });
    }

    private String oneOf(Selector selector) {
        List<String> values = selector.values().stream()
                .map(value -> argument(PairTable.indexed(value)))
                .toList();
        return values.isEmpty() ? " AND 1 = 0" : " AND s.value IN (" + String.join(", ", values) + ")";
    }

    private String argument(String value) {
        String name = "a" + arguments.size();
        arguments.put(name, value);
        return ":" + name;
    }

    private record Condition(String role, Selector selector) {

        boolean isNarrow() {
            return selector.operator() == Selector.Operator.IN
                    && selector.values().size() == 1;
        }
    }
}
