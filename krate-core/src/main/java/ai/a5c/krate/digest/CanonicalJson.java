package ai.a5c.krate.digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON text of a value, after RFC 8785: members sorted by UTF-16 code units, no white space, shortest numbers.
 *
 * <p>Takes maps, collections, records (by component name; null and {@link Unwritten}
 * left out), optionals (empty is left out), strings,
 * booleans, numbers, enums (lower case, {@code _} as {@code -}), instants and digests. Integers stay exact beyond
 * 2^53. A set is sorted by the text of its elements, so that no iteration order shows.
 */
public final class CanonicalJson {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CanonicalJson() {}

    /**
     * The canonical text of {@code value}.
     *
     * @throws IllegalArgumentException if a value has no JSON form, a number is not finite, a map has two members of
     *     one name, or a string holds half a surrogate pair
     */
    public static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out);
        return out.toString();
    }

    /** The address of the canonical text of {@code value}. */
    public static Digest digest(@Nullable Object value) {
        return Digest.of(text(value));
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof CharSequence text) {
            writeString(text, out);
        } else if (value instanceof Digest digest) {
            writeString(digest.text(), out);
        } else if (value instanceof Record record) {
            writeRecord(record, out);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out);
        } else if (value instanceof Collection<?> items) {
            writeItems(items, out);
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
            out.append(CanonicalNumber.text(number));
        } else if (value instanceof Enum<?> constant) {
            writeString(word(constant), out);
        } else if (value instanceof Instant) {
            writeString(value.toString(), out);
        } else {
            throw new IllegalArgumentException("no canonical JSON for " + value.getClass());
        }
    }

    private static void writeRecord(Record record, StringBuilder out) {
        char separator = '{';
        for (RecordMembers.Member member : RecordMembers.of(record)) {
            Object value = member.of(record);
            if (value != null && !(value instanceof Optional<?> optional && optional.isEmpty())) {
                out.append(separator).append(member.prefix());
                write(value, out);
                separator = ',';
            }
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void writeMap(Map<?, ?> map, StringBuilder out) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                put(sorted, key instanceof Enum<?> constant ? word(constant) : String.valueOf(key), value);
            }
        });
        char separator = '{';
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            out.append(separator);
            writeString(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void put(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (members.containsKey(name)) {
            throw new IllegalArgumentException("two members are named '%s'".formatted(name));
        }
        members.put(name, value);
    }

    private static void writeItems(Collection<?> items, StringBuilder out) {
        if (items instanceof Set<?>) {
            List<String> texts = new ArrayList<>(items.size());
            items.forEach(item -> texts.add(text(item)));
            texts.sort(null);
            out.append('[').append(String.join(",", texts)).append(']');
            return;
        }
        char separator = '[';
        for (Object item : items) {
            out.append(separator);
            write(item, out);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static void writeString(CharSequence text, StringBuilder out) {
        out.append('"');
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                out.append(text, clean, i);
                escape(character, out);
                clean = i + 1;
            } else if (Character.isSurrogate(character)) {
                i = secondHalf(text, i);
            }
        }
        out.append(text, clean, text.length()).append('"');
    }

    private static int secondHalf(CharSequence text, int index) {
        if (index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1))) {
            return index + 1;
        }
        throw new IllegalArgumentException("half a surrogate pair at " + index + "; the text is no Unicode");
    }

    private static void escape(char character, StringBuilder out) {
        int letter = "\b\t\n\f\r\"\\".indexOf(character);
        out.append('\\');
        if (letter >= 0) {
            out.append("btnfr\"\\".charAt(letter));
        } else {
            out.append("u00").append(HEX[character >> 4]).append(HEX[character & 15]);
        }
    }
}
