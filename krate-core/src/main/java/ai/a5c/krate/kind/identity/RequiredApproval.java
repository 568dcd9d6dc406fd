package ai.a5c.krate.kind.identity;

/** When a person must agree before what a grant allows is used. */
public enum RequiredApproval {
    NEVER,
    ON_UNTRUSTED_REF,
    ALWAYS
}
