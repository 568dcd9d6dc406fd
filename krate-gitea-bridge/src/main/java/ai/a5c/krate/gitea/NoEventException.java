package ai.a5c.krate.gitea;

/** Thrown while a delivery is read that gives no event; the message is the reason, for people. */
final class NoEventException extends RuntimeException {

    private final String reason;

    NoEventException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
