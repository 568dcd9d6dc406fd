package ai.a5c.krate.ownership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of {@code metadata.managedFields} of a document. */
record Managers(List<Entry> entries) {

    static final Managers NONE = new Managers(List.of());

    private static final int MOST_UPDATES = 10;
    private static final String ANCIENT = "ancient-changes";

    Managers {
        entries = entries.stream()
                .filter(entry -> !entry.fields().isEmpty())
                .sorted(Entry.ORDER)
                .toList();
    }

    /** What a stored document says; nothing if it cannot be understood. */
    static Managers of(Map<String, Object> document) {
        return written(document).orElse(NONE);
    }

    /**
     * What a written document says, or what {@code before} says when it says nothing that can be understood; the list
     * {@code [{}]} means that nobody owns anything.
     */
    static Managers of(Map<String, Object> before, Map<String, Object> next) {
        boolean reset = items(next) instanceof List<?> list
                && list.size() == 1
                && Map.of().equals(list.get(0));
        return reset
                ? NONE
                : written(next).filter(managers -> !managers.isEmpty()).orElseGet(() -> of(before));
    }

    private static Optional<Managers> written(Map<String, Object> document) {
        if (!(items(document) instanceof List<?> list)) {
            return Optional.empty();
        }
        List<Entry> entries =
                list.stream().map(Entry::of).flatMap(Optional::stream).toList();
        return entries.size() == list.size() ? Optional.of(new Managers(joined(entries))) : Optional.empty();
    }

    private static @Nullable Object items(Map<String, Object> document) {
        return document.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("managedFields") : null;
    }

    private static List<Entry> joined(List<Entry> entries) {
        Map<Entry.Writer, Entry> byWriter = new LinkedHashMap<>();
        entries.forEach(entry -> byWriter.merge(
                entry.writer(), entry, (one, other) -> other.with(one.fields().union(other.fields()))));
        return List.copyOf(byWriter.values());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<Entry> of(Entry.Writer writer) {
        return entries.stream().filter(entry -> entry.writer().equals(writer)).findFirst();
    }

    List<Entry> others(Entry.Writer writer) {
        return entries.stream().filter(entry -> !entry.writer().equals(writer)).toList();
    }

    /** The same with {@code entry} in the place of its writer's. */
    Managers with(Entry entry) {
        return new Managers(
                Stream.concat(others(entry.writer()).stream(), Stream.of(entry)).toList());
    }

    /** The same without {@code taken} in the entries of others. */
    Managers takenFromOthers(Entry.Writer writer, FieldSet taken) {
        return mapped(entry -> entry.writer().equals(writer)
                ? entry
                : entry.with(entry.fields().difference(taken)));
    }

    /** The same with no path outside of {@code places}. */
    Managers within(Set<FieldPath> places) {
        return mapped(entry -> entry.with(entry.fields().only(places::contains)));
    }

    private Managers mapped(UnaryOperator<Entry> change) {
        return new Managers(entries.stream().map(change).toList());
    }

    /** The same with at most ten entries of updates: the oldest become one, as in Kubernetes. */
    Managers capped() {
        List<Entry> updates = entries.stream()
                .filter(Entry::isUpdate)
                .sorted(Comparator.comparingLong(Entry::second)
                        .thenComparing(entry -> entry.writer().manager()))
                .toList();
        int surplus = updates.size() - MOST_UPDATES;
        if (surplus <= 0) {
            return this;
        }
        List<Entry> ancient = updates.subList(0, surplus + 1);
        List<Entry> rest = new ArrayList<>(entries);
        rest.removeAll(ancient);
        Entry newest = ancient.get(surplus);
        FieldSet all = ancient.stream().map(Entry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
        rest.add(new Entry(new Entry.Writer(ANCIENT, Entry.UPDATE, ""), newest.apiVersion(), newest.time(), all));
        return new Managers(rest);
    }

    /** {@code document} with these entries. */
    Map<String, Object> in(Map<String, Object> document) {
        Map<String, Object> said = Merge.copy(document);
        Map<String, Object> metadata = Merge.copy(document.get("metadata") instanceof Map<?, ?> map ? map : Map.of());
        metadata.remove("managedFields");
        if (!isEmpty()) {
            metadata.put("managedFields", entries.stream().map(Entry::toItem).toList());
        }
        said.put("metadata", metadata);
        return said;
    }
}
