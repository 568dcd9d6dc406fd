package ai.a5c.krate.server.console;

/**
 * What the last form came to.
 *
 * @param tone as of a {@link Badge}
 * @param run the run that it is about, or empty
 */
public record Notice(String tone, String text, String run) {

    Notice(String tone, String text) {
        this(tone, text, "");
    }
}
