package ai.a5c.krate.context;

import ai.a5c.krate.context.ContextBundle.Quoted;
import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.redact.TextScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Two lines around data that nobody who wrote the data could have written. */
final class Fence {

    private static final String OPEN = "<<<data ";
    private static final String CLOSE = ">>>data ";
    private static final String ORIGIN = "origin: ";
    private static final int DIGITS = 32;

    private Fence() {}

    /** A boundary made of {@code seed} and {@code texts} that stands in none of them. */
    static String boundary(String seed, List<String> texts) {
        return boundary(
                seed,
                CanonicalJson.digest(texts).hex(),
                candidate -> texts.stream().anyMatch(text -> text.contains(candidate)));
    }

    /** The first boundary made of {@code seed} and {@code contents} that is not {@code taken}. */
    static String boundary(String seed, String contents, Predicate<String> taken) {
        for (int attempt = 0; ; attempt++) {
            String boundary = CanonicalJson.digest(Map.of("seed", seed, "contents", contents, "attempt", attempt))
                    .hex()
                    .substring(0, DIGITS);
            if (!taken.test(boundary)) {
                return boundary;
            }
        }
    }

    /** The fence with its origin as first line; the line break before its last line is its own. */
    static String around(String boundary, String origin, String text) {
        return OPEN + boundary + "\n" + ORIGIN + origin + "\n" + text + "\n" + CLOSE + boundary + "\n";
    }

    static List<Quoted> read(String prompt, String boundary) {
        List<Quoted> quoted = new ArrayList<>();
        String open = OPEN + boundary + "\n" + ORIGIN;
        String close = "\n" + CLOSE + boundary + "\n";
        for (int at = prompt.indexOf(open); at >= 0; at = prompt.indexOf(open, at + 1)) {
            int origin = at + open.length();
            int text = prompt.indexOf('\n', origin);
            int end = prompt.indexOf(close, text);
            quoted.add(new Quoted(
                    TextScan.restore(prompt.substring(origin, text)),
                    end <= text ? "" : TextScan.restore(prompt.substring(text + 1, end))));
        }
        return quoted;
    }
}
