package ai.a5c.krate.engine;

/** Thrown when a request cannot be fulfilled as it is; the code is stable, the message says what to do. */
public final class RefusedException extends RuntimeException {

    private final String code;

    public RefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Such as {@code NOT_FOUND}, {@code CROSS_ORG_REF_DENIED}, {@code HAS_DEPENDENTS}. */
    public String code() {
        return code;
    }
}
