package ai.a5c.krate.context;

/**
 * How much an agent is told at most; sizes in bytes of UTF-8.
 *
 * @param prompt each text that is neither log nor diff
 * @param log each excerpt of a log
 * @param diff each diff
 * @param bundle the whole prompt
 * @param attachments how many sources
 */
public record ContextLimits(int prompt, int log, int diff, int bundle, int attachments) {

    /** What holds if nobody wants less. */
    public static final ContextLimits DEFAULT = new ContextLimits(64 * 1024, 256 * 1024, 256 * 1024, 750 * 1024, 32);

    private static final int LEAST_BUNDLE = 1024;

    public ContextLimits {
        if (prompt < 0 || log < 0 || diff < 0 || attachments < 0 || bundle < LEAST_BUNDLE) {
            throw new IllegalArgumentException(
                    "limits must not be negative, and a bundle has room for %d bytes at least".formatted(LEAST_BUNDLE));
        }
    }

    /** The lesser of the two in everything; a rule can only want less. */
    public ContextLimits atMost(ContextLimits other) {
        return new ContextLimits(
                Math.min(prompt, other.prompt),
                Math.min(log, other.log),
                Math.min(diff, other.diff),
                Math.min(bundle, other.bundle),
                Math.min(attachments, other.attachments));
    }

    Limit forText(String mediaType) {
        return switch (mediaType) {
            case LayerInput.LOG -> new Limit(log, "a log excerpt");
            case LayerInput.DIFF -> new Limit(diff, "a diff");
            default -> new Limit(prompt, "a text");
        };
    }

    /** One limit, and what it limits, for people. */
    record Limit(int bytes, String what) {}
}
