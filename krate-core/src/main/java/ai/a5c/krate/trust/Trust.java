package ai.a5c.krate.trust;

/** How far the author of an event and its code are trusted, from least to most. */
public enum Trust {
    /** An outsider, a fork, or anybody whose permission could not be asked. */
    UNTRUSTED,
    /** May triage or is known, but may not write. */
    MEMBER,
    /** May write to the repository that the code comes from. */
    TRUSTED;

    /** The lesser of the two. */
    public Trust and(Trust other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
