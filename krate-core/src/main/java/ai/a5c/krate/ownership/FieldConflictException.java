package ai.a5c.krate.ownership;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.TreeMap;

/** Thrown for an apply that would change fields of other managers without force. */
public final class FieldConflictException extends RuntimeException {

    private final transient List<Conflict> conflicts;

    FieldConflictException(List<Conflict> conflicts) {
        super(words(conflicts));
        this.conflicts = List.copyOf(conflicts);
    }

    /** Every conflict, ordered by manager and path. */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    private static String words(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            return "Apply failed with 1 conflict: %s: %s"
                    .formatted(conflicts.get(0).message(), conflicts.get(0).path());
        }
        return conflicts.stream()
                .collect(groupingBy(Conflict::message, TreeMap::new, mapping(Conflict::path, toList())))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey().replaceFirst("^conflict ", "conflicts ")
                        + entry.getValue().stream().map("\n- "::concat).collect(joining("", ":", "")))
                .collect(joining("\n", "Apply failed with %d conflicts: ".formatted(conflicts.size()), ""));
    }
}
