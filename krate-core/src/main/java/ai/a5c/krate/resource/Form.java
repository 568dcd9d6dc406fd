package ai.a5c.krate.resource;

/** Forms of text that validation knows beyond plain text. */
public enum Form {
    /** Any text. */
    TEXT,
    /** A DNS-1123 subdomain: a Kubernetes name. */
    NAME,
    /** A Git-style glob. */
    GLOB,
    /** A logic-free template over the source event. */
    TEMPLATE,
    /** A length of time such as {@code 30m}, {@code 2h}, {@code 7d}. */
    DURATION,
    /** An absolute URL with scheme http, https, ssh, git or file. */
    URL,
    /** {@code sha256:} and 64 hex digits. */
    DIGEST
}
