package ai.a5c.krate.store;

/** What every store refuses before it reads or writes, so that all of them keep exactly what they were given. */
public final class StoreInput {

    /** The longest name, in characters, of a topic, a message or a part of a resource key. */
    public static final int MAX_NAME = 512;

    private StoreInput() {}

    /**
     * The same {@code text}, which every database can keep.
     *
     * @param what names the text in the error; the text itself is not repeated
     * @throws IllegalArgumentException if it contains NUL or half a surrogate pair
     */
    public static String text(String what, String text) {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (character == 0) {
                throw new IllegalArgumentException(what + " contains NUL, which no database keeps");
            }
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(what + " contains half a surrogate pair, which is no Unicode text");
            }
            at += Character.charCount(character);
        }
        return text;
    }

    /**
     * The same {@code name}, which every database can keep and index.
     *
     * @throws IllegalArgumentException also if it is longer than {@link #MAX_NAME}
     */
    public static String name(String what, String name) {
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d are kept".formatted(what, name.length(), MAX_NAME));
        }
        return text(what, name);
    }

    /**
     * The same {@code limit}, which is not negative.
     *
     * @throws IllegalArgumentException if it is
     */
    public static int limit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be 0 or more, got " + limit);
        }
        return limit;
    }
}
