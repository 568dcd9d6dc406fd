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
    DIGEST,
    /** Five fields of a cron line: minute, hour, day of month, month, day of week. */
    CRON,
    /** A time zone such as {@code Europe/Berlin} or {@code UTC}. */
    TIME_ZONE,
    /** A path relative to a repository's root, without {@code ..} and without a leading {@code /}. */
    PATH,
    /** A commit: 40 or 64 hex digits. */
    COMMIT,
    /** A host name or address, perhaps with a leading {@code *.} and a port. */
    HOST,
    /** How often in a time, such as {@code 20/h}: a number, a slash and m, h or d. */
    RATE
}
