package ai.a5c.krate.event;

/** What kind of work an agent is asked for. */
public enum TaskKind {
    CI_REPAIR,
    ISSUE_FIX,
    DIAGNOSIS,
    REVIEW,
    REFACTOR,
    DOCUMENTATION,
    TEST,
    RELEASE,
    QUESTION
}
