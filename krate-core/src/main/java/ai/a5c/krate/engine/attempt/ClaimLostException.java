package ai.a5c.krate.engine.attempt;

/** Thrown when another worker has taken over; whoever catches it stops and touches nothing. */
final class ClaimLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClaimLostException(String attempt) {
        super("another worker has taken over " + attempt);
    }
}
