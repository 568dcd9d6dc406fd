package ai.a5c.krate.runtime;

/** What a runtime may or may not be able to do; actions are enabled by this and nothing else. */
public enum Capability {
    SESSIONS,
    STRUCTURED_EVENTS,
    CONTINUE,
    CANCEL,
    RESUME,
    FORK,
    GATES,
    SANDBOX,
    COST
}
