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
    private static final Set<String> SECRET_WORDS =
            Set.of("value", "data", "stringData", "token", "password", "secret", "privateKey", "apiKey");

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
            map.forEach((key, item) -> check(values.values(), item, path + "." + key));
        } else if (schema instanceof Schema.Anything) {
            checkAnything(value, path);
        } else if (value != null) {
            checkScalar(schema, value, path);
        }
    }

    private void checkAnything(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> checkAnything(item, path + "." + key));
        } else if (value instanceof List<?> items) {
            checkList(new ListOf(new Schema.Anything()), items, path);
        } else if (value instanceof String text) {
            checkText(new Text(Form.TEXT), text, path);
        }
    }

    private void checkObject(ObjectOf object, Map<?, ?> map, String path) {
        List<String> known = object.properties().stream().map(Property::name).toList();
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                faults.at(path + "." + key, unknown(String.valueOf(key), known));
            }
        }
        for (Property property : object.properties()) {
            Object value = map.get(property.name());
            if (property.required() && isAbsent(value)) {
                faults.at(
                        path + "." + property.name(),
                        "required; expected " + property.schema().noun());
            }
            check(property.schema(), value, path + "." + property.name());
            checkBounds(property, value, path + "." + property.name());
        }
        for (Constraint constraint : object.constraints()) {
            constraint.fault(map).ifPresent(fault -> faults.at(path, fault));
        }
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
                faults.at("%s[%d].%s".formatted(path, i, key), "'%s' is there twice".formatted(item.get(key)));
            }
        }
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null || value.equals("") || (value instanceof List<?> list && list.isEmpty());
    }

    private static String unknown(String name, List<String> known) {
        if (SECRET_WORDS.contains(name)) {
            return "looks like a secret value; only references are allowed here";
        }
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
                        && (value instanceof Integer || value instanceof Long || value instanceof Double));
    }

    private void checkText(Text text, String written, String path) {
        if (written.length() > MAX_TEXT) {
            faults.at(path, "%d characters; at most %d are allowed".formatted(written.length(), MAX_TEXT));
        } else if (written.indexOf('\0') >= 0) {
            faults.at(path, "contains NUL, which no database keeps");
        } else if (!written.isEmpty()) {
            Forms.fault(text.form(), written).ifPresent(fault -> faults.at(path, fault));
        }
    }

    private void checkChoice(Choice choice, String word, String path) {
        if (!choice.words().contains(word)) {
            String hint = NearestName.of(word, choice.words())
                    .map(near -> "; did you mean '%s'?".formatted(near))
                    .orElse("; allowed are " + String.join(", ", choice.words()));
            faults.at(path, "unknown value '%s'%s".formatted(shortened(word), hint));
        }
    }

    private void checkTime(String time, String path) {
        try {
            Instant.parse(time);
        } catch (DateTimeException e) {
            faults.at(path, "'%s' is no time; expected such as 2026-01-31T12:00:00Z".formatted(shortened(time)));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
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
