package ai.a5c.krate.transcript;

import java.time.Instant;
import java.util.Map;

/**
 * One stored event of a run.
 *
 * @param sequence its place in the run's stream, from 1
 * @param type its word, as in {@code tool-call}
 * @param details its document, redacted; {@code text} is for people
 */
public record Entry(long sequence, Instant time, String type, Map<String, String> details) {

    /** The detail that says which attempt spoke. */
    public static final String ATTEMPT = "attempt";

    /** The detail that says in which turn. */
    public static final String TURN = "turn";

    /** The detail that is for people. */
    public static final String TEXT = "text";

    /** The detail that names a subagent's lane. */
    public static final String LANE = "lane";

    public Entry {
        details = Map.copyOf(details);
    }

    /** The text, or none. */
    public String text() {
        return detail(TEXT);
    }

    /** The lane of a subagent; empty for the agent itself. */
    public String lane() {
        return detail(LANE);
    }

    /** The number of the attempt; 0 where it is not said. */
    public int attempt() {
        return (int) number(ATTEMPT);
    }

    /** The turn; 0 where it is not said. */
    public int turn() {
        return (int) number(TURN);
    }

    String detail(String name) {
        return details.getOrDefault(name, "");
    }

    boolean is(String name) {
        return detail(name).equals("true");
    }

    /** A detail as a number that is neither negative nor endless; 0 for anything else. */
    public double number(String name) {
        try {
            double number = Double.parseDouble(details.getOrDefault(name, "0"));
            return number >= 0 && number < 1e12 ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
