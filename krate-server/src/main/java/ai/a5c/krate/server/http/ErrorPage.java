package ai.a5c.krate.server.http;

/** Renders an error for a person; the console does. */
@FunctionalInterface
public interface ErrorPage {

    /** The HTML of an error answer. */
    String render(ErrorCode code, String message, String correlationId);
}
