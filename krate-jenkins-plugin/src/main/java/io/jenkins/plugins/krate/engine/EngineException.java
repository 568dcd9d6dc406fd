package io.jenkins.plugins.krate.engine;

/** Says that the engine does not do what was asked, or cannot be asked; the message is for people and carries no secret. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String code;

    public EngineException(Kind kind, String code, String message) {
        super(Texts.bounded(message, 2_000));
        this.kind = kind;
        this.code = Texts.name(code);
    }

    /** As the other one, with what broke; its own message is not told to people. */
    public EngineException(Kind kind, String code, String message, Throwable cause) {
        this(kind, code, message);
        initCause(cause);
    }

    /** What sort of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** A stable code, such as {@code STALE} or {@code TIMED_OUT}. */
    public String code() {
        return code;
    }

    /** Whether the same request may succeed later. */
    public boolean mayPass() {
        return kind == Kind.UNAVAILABLE;
    }

    /** Sorts of failure. */
    public enum Kind {
        /** It understood and says no; asking again changes nothing. */
        REFUSED,
        /** It is not there, or not for this token. */
        NOT_FOUND,
        /** It could not be reached, did not answer in time, or answered what cannot be used; may pass. */
        UNAVAILABLE,
        /** The token is missing, unknown, expired, or may not do this at all. */
        UNAUTHENTICATED
    }
}
