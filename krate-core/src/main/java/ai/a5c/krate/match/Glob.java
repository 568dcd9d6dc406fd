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

    private Glob(String text, String prefix, @Nullable Pattern rest) {
        this.text = text;
        this.prefix = prefix;
        this.rest = rest;
    }

    /**
     * The glob that {@code text} writes.
     *
     * @throws IllegalArgumentException if it is no glob; the message says where and why
     */
    public static Glob of(String text) {
        GlobReader reader = new GlobReader(text);
        return new Glob(text, reader.literalPrefix(), reader.isLiteral() ? null : reader.pattern());
    }

    /** Whether the whole of {@code name} fits. */
    public boolean matches(String name) {
        if (rest == null) {
            return name.equals(prefix);
        }
        return name.startsWith(prefix) && rest.matches(name);
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
