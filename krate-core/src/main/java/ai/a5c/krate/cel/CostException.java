package ai.a5c.krate.cel;

/** Thrown when the evaluation of an expression has cost all that it may. */
final class CostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CostException() {
        super("it costs more than a condition may; ask for less, or of less text");
    }
}
