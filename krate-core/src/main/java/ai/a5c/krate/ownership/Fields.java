package ai.a5c.krate.ownership;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields of one document with their values.
 *
 * @param values by path; what is only a place for others (an item of a list, an entry that is an object) is {@link
 *     #PLACE}
 */
record Fields(NavigableMap<FieldPath, Object> values) {

    /** The value of what is there and only holds other fields. */
    static final Object PLACE = new Object();

    Fields {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
    }

    static Fields of(Shape.Struct shape, Map<String, Object> document) {
        FieldWalk walk = new FieldWalk();
        document.forEach((name, value) -> {
            if (!name.equals("apiVersion") && !name.equals("kind")) {
                walk.into(shape.member(name), value, FieldPath.ROOT.member(name));
            }
        });
        return new Fields(walk.found());
    }

    boolean has(FieldPath path) {
        return values.containsKey(path);
    }

    /** The paths. */
    FieldSet set() {
        return FieldSet.of(values.keySet());
    }

    /** Every path in the document, also those of objects that only hold fields. */
    Set<FieldPath> places() {
        Set<FieldPath> places = new TreeSet<>();
        for (FieldPath path : values.keySet()) {
            for (FieldPath place = path; !place.steps().isEmpty() && places.add(place); ) {
                place = place.parent();
            }
        }
        return places;
    }

    /** The fields that are not in {@code before}, or have another value there. */
    FieldSet changedSince(Fields before) {
        return set().only(path -> !Values.areEqual(before.values.get(path), values.get(path)));
    }
}
