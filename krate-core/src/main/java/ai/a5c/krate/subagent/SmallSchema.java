package ai.a5c.krate.subagent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of JSON Schema that contracts may use: {@code type}, {@code enum}, {@code const}, {@code required}, {@code
 * properties}, {@code additionalProperties: false}, {@code items}, and the bounds of sizes and numbers. A schema with any
 * other assertion is not fulfilled by anything: what cannot be checked is not taken for right.
 */
final class SmallSchema {

    private static final int DEEPEST = 50;
    private static final Set<String> NOTES =
            Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minimum",
            "maximum");

    private final List<String> faults = new ArrayList<>();

    List<String> faults(Map<?, ?> schema, @Nullable Object value) {
        check("$", schema, value, 0);
        return faults;
    }

    private void check(String path, Map<?, ?> schema, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            faults.add("%s: the schema is too deep".formatted(path));
            return;
        }
        schema.keySet().stream()
                .map(String::valueOf)
                .filter(word -> !NOTES.contains(word) && !KNOWN.contains(word))
                .sorted()
                .forEach(word -> faults.add(
                        "%s: the contract's schema says '%s', which is not understood".formatted(path, word)));
        List<String> types = types(schema.get("type"));
        if (!types.isEmpty() && types.stream().noneMatch(one -> is(one, value))) {
            faults.add("%s: expected %s".formatted(path, String.join(" or ", types)));
            return;
        }
        if (schema.get("enum") instanceof List<?> all && all.stream().noneMatch(one -> same(one, value))) {
            faults.add("%s: expected one of %s".formatted(path, all));
        }
        if (schema.containsKey("const") && !same(schema.get("const"), value)) {
            faults.add("%s: expected %s".formatted(path, schema.get("const")));
        }
        bounds(path, schema, value);
        if (value instanceof Map<?, ?> members) {
            members(path, schema, members, depth);
        }
        if (value instanceof List<?> items && schema.get("items") instanceof Map<?, ?> each) {
            for (int i = 0; i < items.size(); i++) {
                check("%s[%d]".formatted(path, i), each, items.get(i), depth + 1);
            }
        }
    }

    private void members(String path, Map<?, ?> schema, Map<?, ?> members, int depth) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> !members.containsKey(name))
                    .forEach(name -> faults.add("%s: '%s' is missing".formatted(path, name)));
        }
        members.forEach((name, member) -> {
            if (properties.get(name) instanceof Map<?, ?> own) {
                check("%s.%s".formatted(path, name), own, member, depth + 1);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                faults.add("%s: '%s' is not expected".formatted(path, name));
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
                check("%s.%s".formatted(path, name), others, member, depth + 1);
            }
        });
    }

    private void bounds(String path, Map<?, ?> schema, @Nullable Object value) {
        if (value instanceof String text) {
            bound(path, schema, "Length", text.codePointCount(0, text.length()));
        } else if (value instanceof List<?> items) {
            bound(path, schema, "Items", items.size());
        } else if (value instanceof Number number) {
            BigDecimal given = new BigDecimal(number.toString());
            if (schema.get("minimum") instanceof Number least && given.compareTo(decimal(least)) < 0) {
                faults.add("%s: expected at least %s".formatted(path, least));
            }
            if (schema.get("maximum") instanceof Number most && given.compareTo(decimal(most)) > 0) {
                faults.add("%s: expected at most %s".formatted(path, most));
            }
        }
    }

    private void bound(String path, Map<?, ?> schema, String what, int size) {
        if (schema.get("min" + what) instanceof Number least && size < least.longValue()) {
            faults.add("%s: expected min%s %s".formatted(path, what, least));
        }
        if (schema.get("max" + what) instanceof Number most && size > most.longValue()) {
            faults.add("%s: expected max%s %s".formatted(path, what, most));
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
            case "number" -> value instanceof Number;
            case "integer" ->
                value instanceof Number number
                        && decimal(number).stripTrailingZeros().scale() <= 0;
            default -> false;
        };
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return (one instanceof Number left && other instanceof Number right)
                ? decimal(left).compareTo(decimal(right)) == 0
                : Objects.equals(one, other);
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }
}
