package ai.a5c.krate.server.demo;

/** Thrown when the demo cannot go on; says why and with which exit code it ends. */
final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final int exitCode;

    DemoException(String code, String message, int exitCode) {
        super(message);
        this.code = code;
        this.exitCode = exitCode;
    }

    String code() {
        return code;
    }

    int exitCode() {
        return exitCode;
    }
}
