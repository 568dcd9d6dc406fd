package ai.a5c.krate.event;

import java.util.Locale;

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
    STATUS;

    /** As rules write it: {@code issue-comment}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
