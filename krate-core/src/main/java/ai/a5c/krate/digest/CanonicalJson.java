package ai.a5c.krate.digest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON text of a value, after RFC 8785: members sorted by UTF-16 code units, no white space, shortest numbers.
 *
 * <p>Takes maps, collections, records (by component name), optionals (empty is left out), strings, booleans, numbers,
 * enums (lower case, {@code _} as {@code -}), instants and digests. Sets are the caller's to order.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The canonical text of {@code value}. */
    public static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out);
        } else if (value instanceof Collection<?> items) {
            writeItems(items, out);
        } else if (value instanceof Digest digest) {
            writeString(digest.text(), out);
        } else if (value instanceof Record record) {
            writeMap(members(record), out);
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null), out);
        } else {
            writeScalar(value, out);
        }
    }

    private static void writeScalar(Object value, StringBuilder out) {
        if (value instanceof Boolean flag) {
            out.append(flag.booleanValue());
        } else if (value instanceof Number number) {
            out.append(number(number));
        } else if (value instanceof Enum<?> word) {
            writeString(word.name().toLowerCase(Locale.ROOT).replace('_', '-'), out);
        } else if (value instanceof CharSequence || value instanceof Instant) {
            writeString(value.toString(), out);
        } else {
            throw new IllegalArgumentException("no canonical JSON for " + value.getClass());
        }
    }

    private static String number(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short) {
            return number.toString();
        }
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return exact.scale() <= 0 && exact.precision() - exact.scale() <= 21
                ? exact.toBigInteger().toString()
                : exact.toPlainString();
    }

    private static Map<String, Object> members(Record record) {
        Map<String, Object> members = new TreeMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(record, component);
            if (value != null && !(value instanceof Optional<?> optional && optional.isEmpty())) {
                members.put(component.getName(), value);
            }
        }
        return members;
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException("%s.%s cannot be read".formatted(record.getClass(), component), e);
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder out) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        String separator = "{";
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            out.append(separator);
            writeString(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private static void writeItems(Collection<?> items, StringBuilder out) {
        String separator = "";
        out.append('[');
        for (Object item : items) {
            out.append(separator);
            write(item, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        text.chars().forEach(character -> out.append(escaped((char) character)));
        out.append('"');
    }

    private static String escaped(char character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> character < ' ' ? String.format("\\u%04x", (int) character) : String.valueOf(character);
        };
    }
}
