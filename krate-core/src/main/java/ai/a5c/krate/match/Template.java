package ai.a5c.krate.match;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Text with {@code {{ path.to.field }}} slots and no logic; what is inserted is never evaluated again.
 *
 * <p>Filters follow a bar: {@code default("x")} for what is absent or empty, {@code truncate(80)} for at most that many
 * code points, {@code json} for a quoted JSON string.
 */
public final class Template {

    private final String text;
    private final List<Segment> segments;

    private Template(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    /**
     * The template that {@code text} writes over the fields in {@code known}.
     *
     * @throws InvalidTemplateException if it is malformed, names another field, or an unknown filter
     */
    public static Template parse(String text, Collection<String> known) {
        return new Template(text, new TemplateReader(text, known).segments());
    }

    /** The text with {@code values} by path in its slots; an absent value is empty. */
    public String render(Map<String, String> values) {
        return render(values, (path, value) -> value);
    }

    /**
     * The text with what {@code insertion} makes of each path and filtered value.
     *
     * @param insertion is not asked about literals of the template itself, such as defaults
     */
    public String render(Map<String, String> values, BinaryOperator<String> insertion) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        for (Segment segment : segments) {
            if (segment instanceof Slot slot) {
                out.append(slot.render(values.getOrDefault(slot.path(), ""), insertion));
            } else if (segment instanceof Literal literal) {
                out.append(literal.text());
            }
        }
        return out.toString();
    }

    /** The fields that it names. */
    public Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        segments.forEach(segment -> {
            if (segment instanceof Slot slot) {
                paths.add(slot.path());
            }
        });
        return paths;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** A piece of a template. */
    sealed interface Segment permits Literal, Slot {}

    /** Text that stands for itself. */
    record Literal(String text) implements Segment {}

    /** A place for a value. */
    record Slot(String path, String fallback, List<UnaryOperator<String>> filters) implements Segment {

        String render(String value, BinaryOperator<String> insertion) {
            boolean absent = value.isEmpty();
            String rendered = absent ? fallback : value;
            for (UnaryOperator<String> filter : filters) {
                rendered = filter.apply(rendered);
            }
            return absent ? rendered : insertion.apply(path, rendered);
        }
    }
}
