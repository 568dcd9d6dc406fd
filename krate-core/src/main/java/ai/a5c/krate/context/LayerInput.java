package ai.a5c.krate.context;

import ai.a5c.krate.match.Template;
import ai.a5c.krate.trust.Trust;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One part of what an agent is to be told, as it was found.
 *
 * @param origin where it comes from, as {@code Skill/acme/review@3} or {@code issue_comment by alice}
 * @param mediaType decides which limit holds: {@code text/x-log}, {@code text/x-diff}, or any other
 * @param values outside values that the text refers to by name; data, whatever the layer
 */
public record LayerInput(
        Layer layer, String origin, Trust trust, String mediaType, String text, Map<String, String> values) {

    /** A build log. */
    public static final String LOG = "text/x-log";

    /** Changes of files. */
    public static final String DIFF = "text/x-diff";

    /** Any other text. */
    public static final String MARKDOWN = "text/markdown";

    public LayerInput {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** A part without values of its own. */
    public static LayerInput of(Layer layer, String origin, Trust trust, String mediaType, String text) {
        return new LayerInput(layer, origin, trust, mediaType, text, Map.of());
    }

    /**
     * The assignment that a rule's template makes of {@code values}.
     *
     * <p>Only hex digits, such as commit ids and numbers, stand in the text itself: they can say nothing. Every other
     * value is quoted below it, and named in it.
     */
    public static LayerInput template(String origin, Trust trust, Template template, Map<String, String> values) {
        Map<String, String> quoted = new TreeMap<>();
        String text = template.render(values, (path, value) -> {
            if (isHex(value)) {
                return value;
            }
            quoted.put(path, value);
            return "[" + path + ", quoted below]";
        });
        return new LayerInput(Layer.TRIGGER_TEMPLATE, origin, trust, MARKDOWN, text, quoted);
    }

    private static boolean isHex(String value) {
        return value.length() <= 64 && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
