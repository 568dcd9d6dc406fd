package ai.a5c.krate.ownership;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A set of fields of a document. */
record FieldSet(NavigableSet<FieldPath> paths) {

    static final FieldSet EMPTY = new FieldSet(new TreeSet<>());

    FieldSet {
        paths = Collections.unmodifiableNavigableSet(new TreeSet<>(paths));
    }

    static FieldSet of(Collection<FieldPath> paths) {
        return new FieldSet(new TreeSet<>(paths));
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    boolean has(FieldPath path) {
        return paths.contains(path);
    }

    FieldSet union(FieldSet other) {
        NavigableSet<FieldPath> all = new TreeSet<>(paths);
        all.addAll(other.paths);
        return new FieldSet(all);
    }

    FieldSet difference(FieldSet other) {
        return only(path -> !other.has(path));
    }

    FieldSet only(Predicate<FieldPath> wanted) {
        return new FieldSet(paths.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The set as a {@code FieldsV1} tree. */
    Map<String, Object> toFieldsV1() {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (FieldPath path : paths) {
            Map<String, Object> node = tree;
            for (String step : path.steps()) {
                node = below(node, step);
            }
            node.put(".", Map.of());
        }
        return withoutDotsOfLeaves(tree);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> node, String step) {
        return (Map<String, Object>) node.computeIfAbsent(step, absent -> new LinkedHashMap<>());
    }

    private static Map<String, Object> withoutDotsOfLeaves(Map<?, ?> node) {
        Map<String, Object> clean = new LinkedHashMap<>();
        if (node.size() > 1 || !node.containsKey(".")) {
            node.forEach((step, below) -> clean.put(String.valueOf(step), withoutDotsOfLeaves((Map<?, ?>) below)));
        }
        return clean;
    }

    /** The set that a {@code FieldsV1} tree describes; empty if it is none. */
    static Optional<FieldSet> fromFieldsV1(Map<?, ?> tree) {
        NavigableSet<FieldPath> paths = new TreeSet<>();
        boolean wellFormed = tree.isEmpty() || collect(tree, FieldPath.ROOT, paths);
        return wellFormed ? Optional.of(new FieldSet(paths)) : Optional.empty();
    }

    private static boolean collect(Map<?, ?> node, FieldPath path, NavigableSet<FieldPath> paths) {
        if (node.isEmpty()) {
            paths.add(path);
        }
        boolean wellFormed = true;
        for (Map.Entry<?, ?> entry : node.entrySet()) {
            if (entry.getKey().equals(".")) {
                paths.add(path);
            } else if (entry.getValue() instanceof Map<?, ?> below) {
                Optional<FieldPath> next =
                        FieldPath.step(String.valueOf(entry.getKey())).map(path::then);
                wellFormed &= next.isPresent() && collect(below, next.get(), paths);
            } else {
                wellFormed = false;
            }
        }
        return wellFormed;
    }
}
