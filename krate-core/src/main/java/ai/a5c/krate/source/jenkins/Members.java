package ai.a5c.krate.source.jenkins;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, each read as what it must be. */
final class Members {

    private final String path;
    private final Map<?, ?> values;

    Members(String path, Map<?, ?> values) {
        this.path = path;
        this.values = values;
    }

    /** An object that must be there. */
    Members object(String name) {
        return optional(name).orElseThrow(() -> wrong(name, "expected an object"));
    }

    Optional<Members> optional(String name) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : Optional.of(object(at(name), value));
    }

    private static Members object(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Members(path, map);
        }
        throw new InvalidReportException(path, "expected an object");
    }

    <T> List<T> objects(String name, int most, Function<Members, T> as) {
        List<?> list = list(name, most);
        List<T> read = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            read.add(as.apply(object("%s[%d]".formatted(at(name), i), list.get(i))));
        }
        return read;
    }

    List<String> texts(String name, int most, int longest) {
        List<?> list = list(name, most);
        List<String> read = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            read.add(text("%s[%d]".formatted(at(name), i), list.get(i), longest));
        }
        return read;
    }

    private List<?> list(String name, int most) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > most) {
            throw wrong(name, "expected a list of at most %d".formatted(most));
        }
        return list;
    }

    String text(String name, int longest) {
        Object value = values.get(name);
        return value == null ? "" : text(at(name), value, longest);
    }

    private static String text(String path, @Nullable Object value, int longest) {
        if (value instanceof String text && text.length() <= longest) {
            return text;
        }
        throw new InvalidReportException(path, "expected a text of at most %d characters".formatted(longest));
    }

    /** A text that must not be empty. */
    String name(String name) {
        String text = text(name, BuildReport.LONGEST_NAME);
        if (text.isBlank()) {
            throw wrong(name, "expected a name");
        }
        return text;
    }

    /** An address that people open, or nothing. */
    String page(String name) {
        String text = text(name, BuildReport.LONGEST_NAME);
        if (!text.isEmpty() && Bounded.page(text, BuildReport.LONGEST_NAME).isEmpty()) {
            throw wrong(name, "expected an address that begins with https:// or http://");
        }
        return text;
    }

    /** The id of a commit, or nothing. */
    String commit(String name) {
        String text = text(name, BuildReport.LONGEST_NAME);
        if (!text.isEmpty() && !text.matches("[0-9a-f]{40}")) {
            throw wrong(name, "expected 40 hex digits");
        }
        return text;
    }

    long number(String name, long least, long most) {
        return optionalNumber(name, least, most)
                .orElseThrow(() -> wrong(name, "expected a whole number of at least %d".formatted(least)));
    }

    Optional<Long> optionalNumber(String name, long least, long most) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole || ((Number) value).longValue() < least || ((Number) value).longValue() > most) {
            throw wrong(name, "expected a whole number of at least %d".formatted(least));
        }
        return Optional.of(((Number) value).longValue());
    }

    Instant time(String name) {
        try {
            return Instant.parse(text(name, BuildReport.LONGEST_NAME));
        } catch (DateTimeException e) {
            throw wrong(name, "expected a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** A constant, written in lower case with {@code -}. */
    <E extends Enum<E>> E word(String name, Class<E> type) {
        String text = text(name, BuildReport.LONGEST_NAME);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "expected one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Members::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String at(String name) {
        return path + "." + name;
    }

    private InvalidReportException wrong(String name, String expected) {
        return new InvalidReportException(at(name), expected);
    }
}
