package ai.a5c.krate.redact;

import com.google.re2j.Pattern;

/** A secret whose value is known; it does not print its value. */
public final class KnownSecret {

    /** The fewest characters of a value that can be told from ordinary words, whole or in part. */
    public static final int MIN_LENGTH = 12;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private final String name;
    private final String value;

    /**
     * The secret {@code value} under its {@code name}, which is what readers will see.
     *
     * @throws IllegalArgumentException if the value is too short or the name is no plain name; neither message nor
     *     anything else says the value
     */
    public KnownSecret(String name, String value) {
        if (!NAME.matches(name)) {
            throw new IllegalArgumentException("a secret's name has 1 to 100 letters, digits, '.', '_', '/' and '-'");
        }
        if (value.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "secret '%s' has fewer than %d characters; it could not be kept out of texts"
                            .formatted(name, MIN_LENGTH));
        }
        this.name = name;
        this.value = value;
    }

    /** What readers see in its place. */
    public String name() {
        return name;
    }

    String value() {
        return value;
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "KnownSecret[" + name + "]";
    }
}
