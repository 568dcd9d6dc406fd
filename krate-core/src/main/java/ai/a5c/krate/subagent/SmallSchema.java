package ai.a5c.krate.subagent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds outcomes to a schema of the part of JSON Schema 2020-12 that {@link SchemaCheck} lets through: no expressions, no
 * schemas from elsewhere, and no more steps than a bound, whatever schema and outcome are.
 */
final class SmallSchema {

    private static final int DEEPEST = 100;
    private static final int MOST_STEPS = 200_000;

    private final Map<?, ?> definitions;
    private List<String> faults = new ArrayList<>();
    private int steps;
    private boolean gaveUp;

    private SmallSchema(Map<?, ?> root) {
        this.definitions = root.get("$defs") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** What is wrong with {@code value}, each with its path; empty if nothing is. */
    static List<String> faults(Map<?, ?> schema, @Nullable Object value) {
        List<String> outside = SchemaCheck.faults(schema);
        if (!outside.isEmpty()) {
            return outside.stream().map("the contract's schema "::concat).toList();
        }
        SmallSchema check = new SmallSchema(schema);
        check.check("$", schema, value, 0);
        return check.gaveUp ? List.of("$: checking it takes too many steps") : check.faults;
    }

    private void check(String path, @Nullable Object schema, @Nullable Object value, int depth) {
        steps++;
        gaveUp |= steps > MOST_STEPS || depth > DEEPEST;
        if (gaveUp) {
            return;
        }
        if (!(schema instanceof Map<?, ?> map)) {
            expect(Boolean.TRUE.equals(schema), path, "nothing is expected here", "");
            return;
        }
        List<String> types = types(map.get("type"));
        if (!types.isEmpty() && types.stream().noneMatch(one -> is(one, value))) {
            faults.add("%s: expected %s".formatted(path, String.join(" or ", types)));
            return;
        }
        choices(path, map, value);
        bounds(path, map, value);
        if (value instanceof Map<?, ?> members) {
            members(path, map, members, depth);
        }
        if (value instanceof List<?> items && map.containsKey("items")) {
            for (int i = 0; i < items.size(); i++) {
                check("%s[%d]".formatted(path, i), map.get("items"), items.get(i), depth + 1);
            }
        }
        others(path, map, value, depth);
    }

    private void expect(boolean right, String path, String words, @Nullable Object what) {
        if (!right) {
            faults.add("%s: %s%s".formatted(path, words, what));
        }
    }

    private void choices(String path, Map<?, ?> schema, @Nullable Object value) {
        if (schema.get("enum") instanceof List<?> all) {
            steps += all.size();
            Object given = Plain.normal(value);
            expect(all.stream().anyMatch(one -> Plain.normal(one).equals(given)), path, "expected one of ", all);
        }
        if (schema.containsKey("const")) {
            expect(Plain.same(schema.get("const"), value), path, "expected ", schema.get("const"));
        }
    }

    private void members(String path, Map<?, ?> schema, Map<?, ?> members, int depth) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        if (schema.get("required") instanceof List<?> required) {
            required.forEach(name -> expect(members.containsKey(name), path, "'%s' is missing".formatted(name), ""));
        }
        Object more = schema.containsKey("additionalProperties") ? schema.get("additionalProperties") : true;
        members.forEach((name, member) -> {
            if (properties.containsKey(name)) {
                check("%s.%s".formatted(path, name), properties.get(name), member, depth + 1);
            } else if (Boolean.FALSE.equals(more)) {
                faults.add("%s: '%s' is not expected".formatted(path, name));
            } else {
                check("%s.%s".formatted(path, name), more, member, depth + 1);
            }
        });
    }

    private void others(String path, Map<?, ?> schema, @Nullable Object value, int depth) {
        if (schema.get("$ref") instanceof String name) {
            check(path, definitions.get(name.substring(SchemaCheck.DEFINITIONS.length())), value, depth + 1);
        }
        all(schema, "allOf").forEach(one -> check(path, one, value, depth + 1));
        List<?> any = all(schema, "anyOf");
        expect(any.isEmpty() || matching(path, any, value, depth) > 0, path, "fits none of anyOf", "");
        List<?> one = all(schema, "oneOf");
        long matches = one.isEmpty() ? 1 : matching(path, one, value, depth);
        expect(matches == 1, path, "expected to fit one of oneOf, fits ", matches);
        expect(
                !schema.containsKey("not") || matching(path, List.of(schema.get("not")), value, depth) == 0,
                path,
                "fits what it must not",
                "");
    }

    private static List<?> all(Map<?, ?> schema, String word) {
        return schema.get(word) instanceof List<?> all ? all : List.of();
    }

    /** How many of {@code schemas} the value fits; their faults are nobody's. */
    private long matching(String path, List<?> schemas, @Nullable Object value, int depth) {
        List<String> own = faults;
        long matches = 0;
        for (Object schema : schemas) {
            faults = new ArrayList<>();
            check(path, schema, value, depth + 1);
            matches += faults.isEmpty() ? 1 : 0;
        }
        faults = own;
        return matches;
    }

    private void bounds(String path, Map<?, ?> schema, @Nullable Object value) {
        if (value instanceof String text) {
            bound(path, schema, "Length", text.codePointCount(0, text.length()));
        } else if (value instanceof List<?> items) {
            bound(path, schema, "Items", items.size());
            if (Boolean.TRUE.equals(schema.get("uniqueItems"))) {
                Set<Object> seen = new HashSet<>();
                expect(
                        items.stream().allMatch(item -> seen.add(Plain.normal(item))),
                        path,
                        "an item is there twice",
                        "");
            }
        } else if (value instanceof Map<?, ?> members) {
            bound(path, schema, "Properties", members.size());
        } else if (value instanceof Number number && Plain.isFinite(number)) {
            size(path, schema, Plain.decimal(number));
        }
    }

    private void size(String path, Map<?, ?> schema, BigDecimal given) {
        if (schema.get("minimum") instanceof Number least) {
            expect(given.compareTo(Plain.decimal(least)) >= 0, path, "expected at least ", least);
        }
        if (schema.get("maximum") instanceof Number most) {
            expect(given.compareTo(Plain.decimal(most)) <= 0, path, "expected at most ", most);
        }
        if (schema.get("exclusiveMinimum") instanceof Number least) {
            expect(given.compareTo(Plain.decimal(least)) > 0, path, "expected more than ", least);
        }
        if (schema.get("exclusiveMaximum") instanceof Number most) {
            expect(given.compareTo(Plain.decimal(most)) < 0, path, "expected less than ", most);
        }
    }

    private void bound(String path, Map<?, ?> schema, String what, int size) {
        if (schema.get("min" + what) instanceof Integer least) {
            expect(size >= least, path, "expected min" + what + " ", least);
        }
        if (schema.get("max" + what) instanceof Integer most) {
            expect(size <= most, path, "expected max" + what + " ", most);
        }
    }

    private static List<String> types(@Nullable Object type) {
        if (type instanceof List<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return type == null ? List.of() : List.of(type.toString());
    }

    private static boolean is(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "number" -> value instanceof Number number && Plain.isFinite(number);
            case "integer" ->
                value instanceof Number number
                        && Plain.isFinite(number)
                        && Plain.decimal(number).stripTrailingZeros().scale() <= 0;
            default -> false;
        };
    }
}
