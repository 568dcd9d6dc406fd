package ai.a5c.krate.server.campaign;

/**
 * Something that is not as it must be.
 *
 * @param code which rule is broken, as {@code run-lost}
 * @param subject whose it is: the name of a resource, a request's number
 * @param message what was found
 */
record Violation(String code, String subject, String message) {

    @Override
    public String toString() {
        return "%s %s: %s".formatted(code, subject, message);
    }
}
