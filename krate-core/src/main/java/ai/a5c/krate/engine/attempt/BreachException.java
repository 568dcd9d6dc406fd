package ai.a5c.krate.engine.attempt;

/** Thrown when something was let through that nobody allowed: the attempt ends, whatever the agent says. */
final class BreachException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BreachException(String message) {
        super(message);
    }
}
