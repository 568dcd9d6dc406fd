package ai.a5c.krate.review;

/** What a finding, and so a review, comes to; from least to most severe. */
public enum Decision {
    ALLOWED,
    REQUIRES_APPROVAL,
    DENIED
}
