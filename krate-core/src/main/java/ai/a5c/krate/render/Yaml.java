package ai.a5c.krate.render;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as YAML text that readers of versions 1.1 and 1.2 read alike: text is quoted wherever one of them could
 * take it for something else.
 */
public final class Yaml {

    private static final Predicate<String> PLAIN = Pattern.compile(
                    "([A-Za-z$_/]|\\.[a-z])[-A-Za-z0-9_./$()]*([ ,;]+[-A-Za-z0-9_./()]+)*")
            .asMatchPredicate();
    private static final Set<String> WORDS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", ".nan", ".");

    private Yaml() {}

    /** One document. */
    public static String write(Map<String, ?> document) {
        StringBuilder text = new StringBuilder();
        members(document, "", text);
        return text.toString();
    }

    /** Several documents. */
    public static String write(List<Map<String, Object>> documents) {
        return documents.stream().map(Yaml::write).collect(Collectors.joining("---\n"));
    }

    private static void members(Map<?, ?> map, String indent, StringBuilder text) {
        map.forEach((key, value) -> {
            text.append(indent).append(scalar(String.valueOf(key))).append(':');
            value(value, indent + "  ", indent, text);
        });
    }

    private static void value(@Nullable Object value, String indent, String items, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            members(map, indent, text);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            text.append('\n');
            list.forEach(item -> item(item, items, text));
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void item(@Nullable Object item, String indent, StringBuilder text) {
        text.append(indent).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            StringBuilder members = new StringBuilder();
            members(map, indent + "  ", members);
            text.append(' ').append(members.substring(indent.length() + 2));
        } else {
            value(item, indent + "  ", indent + "  ", text);
        }
    }

    private static String scalar(@Nullable Object value) {
        return value instanceof String text && PLAIN.test(text) && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : Json.write(value);
    }
}
