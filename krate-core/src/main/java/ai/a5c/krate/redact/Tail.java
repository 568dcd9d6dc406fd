package ai.a5c.krate.redact;

/**
 * The end of what was told before, for what follows it.
 *
 * @param text as it was told, without secrets
 * @param open the category of what was redacted at its very end and may go on; empty if nothing does
 */
public record Tail(String text, String open) {

    /** Nothing was told before. */
    public static final Tail NONE = new Tail("", "");

    /** Nothing that is looked for begins further back than this. */
    private static final int LONGEST = 1_200;

    public Tail {
        text = text.substring(Math.max(0, text.length() - LONGEST));
    }

    /** The end after {@code piece} was told as well. */
    public Tail then(Piece piece) {
        return new Tail(text + piece.text(), piece.open());
    }

    /**
     * One part of what is told.
     *
     * @param text without secrets
     * @param open as in {@link Tail}
     */
    public record Piece(String text, String open) {}
}
