package ai.a5c.krate.render;

import ai.a5c.krate.registry.Forms;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import java.util.Optional;

/** The bounds that validation holds, as schemas say them. */
final class Bounds {

    static final int MAX_TEXT = 64 * 1024;
    static final int MAX_ITEMS = 1_000;
    private static final int MAX_NAME = 253;

    private Bounds() {}

    static void sizes(Property property, Node node) {
        if (property.required() && property.schema() instanceof MapOf) {
            node.with("minProperties", 1);
        }
        if (property.min() != Long.MIN_VALUE) {
            node.with("minimum", property.min());
        }
        if (property.max() != Long.MAX_VALUE) {
            node.with("maximum", property.max());
        }
    }

    static void text(Property property, Text text, Node node) {
        if (isRequired(property)) {
            node.with("minLength", 1);
        }
        node.with("maxLength", names(text) ? MAX_NAME : MAX_TEXT);
        pattern(property, text).ifPresent(pattern -> node.with("pattern", pattern));
    }

    static void list(Property property, Node node) {
        if (property.required()) {
            node.with("minItems", 1);
        }
        node.with("maxItems", MAX_ITEMS);
    }

    /** The whole text's shape; what is not required may also be empty. */
    private static Optional<String> pattern(Property property, Text text) {
        return Forms.pattern(text.form())
                .map(shape -> isRequired(property) ? "^(" + shape + ")$" : "^(" + shape + ")?$");
    }

    private static boolean isRequired(Property property) {
        return property.required() && property.schema() instanceof Text;
    }

    private static boolean names(Text text) {
        return text.form() == Form.NAME;
    }
}
