package ai.a5c.krate.kind.identity;

/** What a grant does. */
public enum Effect {
    ALLOW,
    DENY
}
