package ai.a5c.krate.context;

/**
 * What holds for a bundle before its sources are known.
 *
 * @param boundarySeed random text that no author of a source could know; the same seed gives the same bundle
 */
public record ContextPlan(ContextLimits limits, String boundarySeed) {

    public ContextPlan {
        if (boundarySeed.length() < 16) {
            throw new IllegalArgumentException("a boundary seed has at least 16 characters, or it could be guessed");
        }
    }

    /** Does not print the seed. */
    @Override
    public String toString() {
        return "ContextPlan[" + limits + "]";
    }
}
