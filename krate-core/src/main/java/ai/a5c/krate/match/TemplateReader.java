package ai.a5c.krate.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Reads the text of one template. */
final class TemplateReader {

    private static final int LONGEST = 64 * 1024;
    private static final Set<String> FILTERS = Set.of("default", "truncate", "json");
    private static final Pattern PATH = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.-]*)\\s*");
    private static final Pattern FILTER =
            Pattern.compile("\\|\\s*([A-Za-z]+)\\s*(?:\\(\\s*(?:\"([^\"]*)\"|([0-9]{1,6}))\\s*\\))?\\s*");

    private final String text;
    private final Set<String> known;
    private final List<Template.Segment> segments = new ArrayList<>();

    TemplateReader(String text, Collection<String> known) {
        this.text = text;
        this.known = new TreeSet<>(known);
        if (text.length() > LONGEST) {
            throw new InvalidTemplateException("a template has at most %d characters".formatted(LONGEST), LONGEST);
        }
        int position = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", position)) {
            segments.add(new Template.Literal(text.substring(position, open)));
            position = slot(open);
        }
        segments.add(new Template.Literal(text.substring(position)));
    }

    List<Template.Segment> segments() {
        return segments;
    }

    private int slot(int open) {
        int close = closing(open);
        String inner = text.substring(open + 2, close);
        Matcher path = PATH.matcher(inner);
        if (!path.lookingAt()) {
            throw new InvalidTemplateException("expected the name of a field", open + 2);
        }
        int at = open + 2 + path.start(1);
        if (!known.contains(path.group(1))) {
            String name = shortened(path.group(1));
            throw new InvalidTemplateException("unknown field '%s'".formatted(name), at, NearestName.hint(name, known));
        }
        segments.add(filtered(path.group(1), inner.substring(path.end()), open + 2 + path.end()));
        return close + 2;
    }

    /** Where the braces close that open at {@code open}; braces in quotes do not count. */
    private int closing(int open) {
        boolean quoted = false;
        for (int i = open + 2; i + 1 < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (!quoted && text.startsWith("}}", i)) {
                return i;
            }
        }
        throw new InvalidTemplateException("'{{' is never closed", open);
    }

    private static Template.Slot filtered(String path, String filters, int start) {
        String fallback = "";
        List<UnaryOperator<String>> applied = new ArrayList<>();
        int position = 0;
        while (position < filters.length()) {
            String rest = filters.substring(position);
            Matcher filter = FILTER.matcher(rest);
            if (!filter.lookingAt()) {
                throw new InvalidTemplateException("expected '}}' or a filter", start + position);
            }
            int at = start + position + filter.start(1);
            if (filter.group(1).equals("default") && filter.group(2) != null) {
                fallback = filter.group(2);
            } else {
                applied.add(filter(filter, at));
            }
            position += filter.end();
        }
        return new Template.Slot(path, fallback, applied);
    }

    private static UnaryOperator<String> filter(Matcher filter, int at) {
        String name = filter.group(1);
        String number = filter.group(3);
        boolean bare = filter.group(2) == null && number == null;
        if (name.equals("json") && bare) {
            return TemplateFilters::json;
        }
        if (name.equals("truncate") && number != null) {
            int limit = Integer.parseInt(number);
            return value -> TemplateFilters.truncate(value, limit);
        }
        if (FILTERS.contains(name)) {
            throw new InvalidTemplateException("expected default(\"text\"), truncate(number) or json", at);
        }
        throw new InvalidTemplateException(
                "unknown filter '%s'".formatted(shortened(name)), at, NearestName.hint(name, FILTERS));
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }
}
