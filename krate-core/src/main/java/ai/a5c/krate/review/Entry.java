package ai.a5c.krate.review;

/** What becomes of one thing that is required. */
public enum Entry {
    ALLOWED,
    REQUIRES_APPROVAL,
    DENIED,
    /** Nothing gives it. */
    MISSING_GRANT,
    /** A grant gives it, but the secret is older than the grant allows. */
    STALE_GRANT,
    /** The native object is no longer what the binding says. */
    DRIFTED_NATIVE_OBJECT
}
