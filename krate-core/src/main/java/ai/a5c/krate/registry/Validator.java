package ai.a5c.krate.registry;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.validate.Faults;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a value against a schema and notes every fault with its path. */
final class Validator {

    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_NAME = 253;
    private static final int MAX_DEPTH = 50;

    private final Faults faults;

    Validator(Faults faults) {
        this.faults = faults;
    }

    void check(Schema schema, @Nullable Object value, String path) {
        if (schema instanceof ObjectOf object && value instanceof Map<?, ?> map) {
            checkObject(object, map, path);
        } else if (schema instanceof ListOf list && value instanceof List<?> items) {
            checkList(list, items, path);
        } else if (schema instanceof MapOf values && value instanceof Map<?, ?> map) {
            checkEntries(values, map, path);
        } else if (schema instanceof Schema.Anything) {
            checkAnything(value, path, 0);
        } else if (value != null) {
            checkScalar(schema, value, path);
        }
    }

    private void checkEntries(MapOf values, Map<?, ?> map, String path) {
        if (map.size() > MAX_ITEMS) {
            faults.at(path, "%d entries; at most %d are allowed".formatted(map.size(), MAX_ITEMS));
            return;
        }
        map.forEach((key, item) -> {
            String at = checkedName(String.valueOf(key), path);
            if (item == null) {
                faults.at(at, "empty; expected " + values.values().noun());
            }
            check(values.values(), item, at);
        });
    }

    private void checkAnything(@Nullable Object value, String path, int depth) {
        if (depth > MAX_DEPTH) {
            faults.at(path, "nests deeper than %d levels".formatted(MAX_DEPTH));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> checkAnything(item, checkedName(String.valueOf(key), path), depth + 1));
        } else if (value instanceof List<?> items && items.size() <= MAX_ITEMS) {
            for (int i = 0; i < items.size(); i++) {
                checkAnything(items.get(i), "%s[%d]".formatted(path, i), depth + 1);
            }
        } else if (value instanceof List<?> items) {
            faults.at(path, "%d items; at most %d are allowed".formatted(items.size(), MAX_ITEMS));
        } else if (value instanceof String text) {
            checkText(new Text(Form.TEXT), text, path);
        }
    }

    /** The path of a member that somebody has named. */
    private String checkedName(String name, String path) {
        String at = path + "." + Quoted.name(name);
        if (name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
            faults.at(at, "no name; expected at most %d characters without NUL".formatted(MAX_NAME));
        }
        return at;
    }

    private void checkObject(ObjectOf object, Map<?, ?> map, String path) {
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            String at = path + "." + Quoted.name(name);
            object.property(name)
                    .ifPresentOrElse(
                            property -> checkMember(property, value, at), () -> faults.at(at, unknown(name, object)));
        });
        for (Property property : object.properties()) {
            if (!map.containsKey(property.name())) {
                checkMember(property, null, path + "." + property.name());
            }
        }
        for (Constraint constraint : object.constraints()) {
            constraint.fault(map).ifPresent(fault -> faults.at(path, fault));
        }
    }

    private void checkMember(Property property, @Nullable Object value, String path) {
        if (property.required() && (isAbsent(value) || isEmptyMap(property, value))) {
            faults.at(path, "required; expected " + property.schema().noun());
        }
        check(property.schema(), value, path);
        checkBounds(property, value, path);
    }

    private void checkBounds(Property property, @Nullable Object value, String path) {
        if (value instanceof Number number
                && (number.doubleValue() < property.min() || number.doubleValue() > property.max())) {
            faults.at(path, bounds(property, number));
        } else if (!property.listKey().isEmpty() && value instanceof List<?> items) {
            checkKeys(property.listKey(), items, path);
        }
    }

    private static String bounds(Property property, Number number) {
        if (property.max() == Long.MAX_VALUE) {
            return "%s is too small; at least %d is allowed".formatted(number, property.min());
        }
        return property.min() == Long.MIN_VALUE
                ? "%s is too large; at most %d is allowed".formatted(number, property.max())
                : "%s is out of range; from %d to %d is allowed".formatted(number, property.min(), property.max());
    }

    private void checkKeys(String key, List<?> items, String path) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> item && item.get(key) != null && !seen.add(item.get(key))) {
                faults.at(
                        "%s[%d].%s".formatted(path, i, key),
                        "%s is there twice".formatted(Quoted.of(String.valueOf(item.get(key)))));
            }
        }
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null || value.equals("") || (value instanceof List<?> list && list.isEmpty());
    }

    /** A map without entries is not stored, so that a required one would be missing when it is read again. */
    private static boolean isEmptyMap(Property property, @Nullable Object value) {
        return property.schema() instanceof MapOf && value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static String unknown(String name, ObjectOf object) {
        if (SecretLooks.isNameOfSecret(name)) {
            return "looks like a secret value; only references are allowed here";
        }
        List<String> known = object.properties().stream().map(Property::name).toList();
        return NearestName.of(name, known)
                .map(near -> "unknown field; did you mean '%s'?".formatted(near))
                .orElseGet(() -> "unknown field; known are " + String.join(", ", known));
    }

    private void checkList(ListOf list, List<?> items, String path) {
        if (items.size() > MAX_ITEMS) {
            faults.at(path, "%d items; at most %d are allowed".formatted(items.size(), MAX_ITEMS));
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            if (item == null) {
                faults.at(
                        "%s[%d]".formatted(path, i),
                        "empty; expected " + list.items().noun());
            }
            check(list.items(), item, "%s[%d]".formatted(path, i));
        }
    }

    private void checkScalar(Schema schema, Object value, String path) {
        if (schema instanceof Text text && value instanceof String written) {
            checkText(text, written, path);
        } else if (schema instanceof Choice choice && value instanceof String word) {
            checkChoice(choice, word, path);
        } else if (schema instanceof Schema.Time && value instanceof String time) {
            checkTime(time, path);
        } else if (!fits(schema, value)) {
            faults.at(path, "expected %s, got %s".formatted(schema.noun(), noun(value)));
        }
    }

    private static boolean fits(Schema schema, Object value) {
        return (schema instanceof Schema.Flag && value instanceof Boolean)
                || (schema instanceof Schema.Whole && (value instanceof Integer || value instanceof Long))
                || (schema instanceof Schema.Decimal
                        && (value instanceof Integer
                                || value instanceof Long
                                || (value instanceof Double number && Double.isFinite(number))));
    }

    private void checkText(Text text, String written, String path) {
        if (written.length() > MAX_TEXT) {
            faults.at(path, "%d characters; at most %d are allowed".formatted(written.length(), MAX_TEXT));
        } else if (written.indexOf('\0') >= 0) {
            faults.at(path, "contains NUL, which no database keeps");
        } else if (!written.isEmpty()) {
            SecretLooks.of(written)
                    .filter(category -> text.form() != Form.URL || !category.equals("basic-auth"))
                    .map("looks like a secret (%s); only references are allowed here"::formatted)
                    .or(() -> Forms.fault(text.form(), written))
                    .ifPresent(fault -> faults.at(path, fault));
        }
    }

    private void checkChoice(Choice choice, String word, String path) {
        if (!choice.words().contains(word)) {
            String hint = NearestName.of(word, choice.words())
                    .map(near -> "; did you mean '%s'?".formatted(near))
                    .orElse("; allowed are " + String.join(", ", choice.words()));
            faults.at(path, "unknown value %s%s".formatted(Quoted.of(word), hint));
        }
    }

    private void checkTime(String time, String path) {
        try {
            Instant.parse(time);
        } catch (DateTimeException e) {
            faults.at(path, "%s is no time; expected such as 2026-01-31T12:00:00Z".formatted(Quoted.of(time)));
        }
    }

    private static String noun(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof String ? "text" : value instanceof Boolean ? "true or false" : "a number";
    }
}
