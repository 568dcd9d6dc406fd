package ai.a5c.krate.match;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for refs, paths and repository names, of Git's kind.
 *
 * <p>{@code *} and {@code ?} stay within a segment, {@code **} goes across; {@code [a-c]}, {@code [!a-c]} and
 * {@code {a,b}} choose; a backslash takes the next character as it is. {@code a/**} is everything below {@code a},
 * {@code **}{@code /b} is {@code b} at any depth. Case counts. Matching takes time linear in the name.
 */
public final class Glob {

    /** The longest glob, in characters. */
    public static final int MAX_LENGTH = 256;

    private final String text;
    private final String prefix;
    private final @Nullable Pattern rest;
    private final Tail tail;

    private Glob(String text, String prefix, @Nullable Pattern rest, Tail tail) {
        this.text = text;
        this.prefix = prefix;
        this.rest = rest;
        this.tail = tail;
    }

    /**
     * The glob that {@code text} writes.
     *
     * @throws IllegalArgumentException if it is no glob; the message says where and why
     */
    public static Glob of(String text) {
        GlobReader reader = new GlobReader(text);
        return new Glob(text, reader.literalPrefix(), reader.isLiteral() ? null : reader.pattern(), Tail.of(text));
    }

    /** Whether the whole of {@code name} fits. */
    public boolean matches(String name) {
        if (rest == null) {
            return name.equals(prefix);
        }
        if (!name.startsWith(prefix)) {
            return false;
        }
        return switch (tail) {
            case SEGMENT -> name.indexOf('/', prefix.length()) < 0;
            case ALL -> true;
            case BELOW -> name.length() > prefix.length();
            case OTHER -> rest.matches(name);
        };
    }

    /** What comes after the literal beginning; most globs are a beginning with stars at the end. */
    private enum Tail {
        /** One star: the rest of the segment. */
        SEGMENT,
        /** Two stars: everything. */
        ALL,
        /** Two stars after a slash: everything but nothing. */
        BELOW,
        /** Whatever else; ask the regular expression. */
        OTHER;

        static Tail of(String glob) {
            int star = glob.indexOf('*');
            boolean plain = star >= 0 && glob.chars().noneMatch(character -> "?[]{}\\".indexOf(character) >= 0);
            if (!plain) {
                return OTHER;
            }
            if (star == glob.length() - 1) {
                return SEGMENT;
            }
            if (star == glob.length() - 2 && glob.endsWith("**")) {
                return star > 0 && glob.charAt(star - 1) == '/' ? BELOW : ALL;
            }
            return OTHER;
        }
    }

    /** The only name that fits, if there is but one; for indexes. */
    public Optional<String> literal() {
        return rest == null ? Optional.of(prefix) : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
