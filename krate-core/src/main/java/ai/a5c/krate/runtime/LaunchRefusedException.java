package ai.a5c.krate.runtime;

/** Thrown when a runtime will not start an agent; the code is stable, the message says what to do. */
public final class LaunchRefusedException extends RuntimeException {

    private final String code;

    public LaunchRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** CamelCase and stable, such as {@code SandboxUnavailable}, {@code AgentNotFound}. */
    public String code() {
        return code;
    }
}
