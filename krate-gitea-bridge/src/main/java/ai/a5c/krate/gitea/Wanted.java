package ai.a5c.krate.gitea;

import ai.a5c.krate.target.Mutation;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a mutation wants written, and refuses what cannot be. */
final class Wanted {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern BRANCH =
            Pattern.compile("(?!.*(?:\\.\\.|//|/\\.|\\.lock(?:/|$)))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}(?<![./])");

    /** How Krate's own markers begin. */
    private static final String MARKER = "<!-- krate:";

    private Wanted() {}

    /** The number of an issue or pull request. */
    static long number(Mutation mutation) {
        return number(mutation.target(), "issue or pull request number");
    }

    static long number(String text, String what) {
        if (!NUMBER.matcher(text).matches()) {
            throw Errand.failure("NotFound", "'%s' is no %s".formatted(Wording.line(text), what));
        }
        return Long.parseLong(text);
    }

    /** The whole id of a commit. */
    static String commit(String text) {
        if (!COMMIT.matcher(text).matches()) {
            throw Errand.failure("Malformed", "'%s' is no whole commit id".formatted(Wording.line(text)));
        }
        return text;
    }

    /** The name of a branch, of plain characters. */
    static String branch(String text) {
        if (!BRANCH.matcher(text).matches()) {
            throw Errand.failure("Malformed", "'%s' is no name for a branch".formatted(Wording.line(text)));
        }
        return text;
    }

    /** The marker, which must be one line. */
    static String marker(Mutation mutation, String what) {
        if (mutation.marker().isBlank() || mutation.marker().lines().count() != 1) {
            throw Errand.failure("Unmarked", what + " needs a marker of one line");
        }
        return mutation.marker().strip();
    }

    /** A parameter that must be there, on one line. */
    static String parameter(Mutation mutation, String name) {
        String value = parameter(mutation, name, "");
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
            throw Errand.failure(
                    "Malformed", "%s needs the parameter '%s', on one line".formatted(mutation.action(), name));
        }
        return value;
    }

    static String parameter(Mutation mutation, String name, String otherwise) {
        return Optional.ofNullable(mutation.parameters().get(name)).orElse(otherwise);
    }

    /** A parameter that is one of {@code words}. */
    static String word(Mutation mutation, String name, String otherwise, Set<String> words) {
        String value = parameter(mutation, name, otherwise);
        if (!words.contains(value)) {
            throw Errand.failure(
                    "Malformed",
                    "'%s' is no %s of %s; it is one of %s"
                            .formatted(
                                    Wording.line(value),
                                    name,
                                    mutation.action(),
                                    words.stream().sorted().toList()));
        }
        return value;
    }

    /** A text that ends in its marker; what looks like another marker in it is none afterwards. */
    static String marked(String text, String marker) {
        return text.replace(MARKER, "<!-- krate ").stripTrailing() + "\n\n" + marker + "\n";
    }

    /** Whether the marker is a line of {@code text}. */
    static boolean carries(String text, String marker) {
        return text.lines().map(String::strip).anyMatch(marker::equals);
    }
}
