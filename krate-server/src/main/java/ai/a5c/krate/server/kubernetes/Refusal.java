package ai.a5c.krate.server.kubernetes;

/** Ends a request of the Kubernetes face with a Status. */
final class Refusal extends RuntimeException {

    private final transient Status status;

    Refusal(Status status) {
        super(status.message());
        this.status = status;
    }

    Status status() {
        return status;
    }
}
