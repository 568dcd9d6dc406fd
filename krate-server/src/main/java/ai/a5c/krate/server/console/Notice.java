package ai.a5c.krate.server.console;

/**
 * What the last form came to.
 *
 * @param tone as of a {@link Badge}
 */
public record Notice(String tone, String text) {}
