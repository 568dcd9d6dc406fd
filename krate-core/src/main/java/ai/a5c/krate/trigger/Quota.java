package ai.a5c.krate.trigger;

/**
 * Something that is limited in a time, and how much of it is used.
 *
 * @param subject the rule's name, the actor's login or the repository
 * @param rate as in {@code 20/h}
 * @param used in the time that ends now
 */
public record Quota(Of of, String subject, String rate, int used) {

    /** Whether nothing is left of it. */
    public boolean isUsedUp() {
        return used >= Rate.parse(rate).limit();
    }

    /** What is limited. */
    public enum Of {
        /** New runs of a rule. */
        RULE,
        /** Decisions about one actor's events. */
        ACTOR,
        /** Decisions about one repository's events. */
        REPOSITORY
    }
}
