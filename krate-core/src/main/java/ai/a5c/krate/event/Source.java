package ai.a5c.krate.event;

/** Where events come from; trigger rules choose among these. */
public enum Source {
    CI,
    WEBHOOK,
    ISSUE_COMMENT,
    PR_COMMENT,
    ISSUE,
    PULL_REQUEST,
    REVIEW,
    LABEL,
    PUSH,
    TAG,
    RELEASE,
    SCHEDULE,
    MANUAL,
    REPOSITORY_DISPATCH,
    STATUS
}
