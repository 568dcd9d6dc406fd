package ai.a5c.krate.engine.intake;

/** Thrown when a request cannot be decided now and will be tried again. */
final class PostponedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PostponedException(String message) {
        super(message);
    }
}
