package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pieces of CEL over the members of an object. */
final class Cel {

    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "namespace",
            "null",
            "package",
            "return",
            "true",
            "var",
            "void",
            "while");

    private Cel() {}

    /** A member's name as Kubernetes' CEL spells it. */
    static String name(String member) {
        return RESERVED.contains(member) ? "__" + member + "__" : member.replace("__", "__underscores__");
    }

    static String select(String object, String member) {
        return object + "." + name(member);
    }

    /** Whether a member is there and not empty. */
    static String isSet(String object, Property property) {
        String path = select(object, property.name());
        Schema schema = property.schema();
        if (schema instanceof Text || schema instanceof Choice || schema instanceof ListOf || schema instanceof MapOf) {
            return "(has(%1$s) && size(%1$s) > 0)".formatted(path);
        }
        if (schema instanceof ObjectOf members) {
            return members.properties().stream()
                    .map(member -> "has(%s)".formatted(select(path, member.name())))
                    .collect(Collectors.joining(" || ", "(has(%s) && (".formatted(path), "))"));
        }
        return "has(%s)".formatted(path);
    }

    static String all(List<String> terms) {
        return joined(terms, " && ");
    }

    static String any(List<String> terms) {
        return joined(terms, " || ");
    }

    private static String joined(List<String> terms, String operator) {
        return terms.size() == 1 ? terms.get(0) : "(" + String.join(operator, terms) + ")";
    }

    static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
