package io.jenkins.plugins.krate.engine;

import java.time.Duration;

/** Says that the engine does not do what was asked, or cannot be asked; the message is for people and carries no secret. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String code;
    private final Duration retryAfter;

    public EngineException(Kind kind, String code, String message) {
        this(kind, code, message, Duration.ZERO);
    }

    /** As the other one, from an engine that says how long to leave it alone. */
    public EngineException(Kind kind, String code, String message, Duration retryAfter) {
        super(Texts.bounded(message, 2_000));
        this.kind = kind;
        this.code = Texts.name(code);
        this.retryAfter = retryAfter;
    }

    /** As the other one, with what broke; its own message is not told to people. */
    public EngineException(Kind kind, String code, String message, Throwable cause) {
        this(kind, code, message, Duration.ZERO);
        initCause(cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
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

    /** How long the engine asks to be left alone; zero if it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Sorts of failure. */
    public enum Kind {
        /** It understood and says no; asking again changes nothing. */
        REFUSED,
        /** It is not there, or not for this token. */
        NOT_FOUND,
        /** It could not be reached, did not answer in time, or answered what cannot be used; may pass. */
        UNAVAILABLE,
        /** The token is missing, unknown or expired. */
        UNAUTHENTICATED
    }
}
