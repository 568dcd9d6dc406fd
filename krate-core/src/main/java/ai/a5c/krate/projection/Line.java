package ai.a5c.krate.projection;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Words of strangers made fit for a list: on one line, bounded, without characters that move or hide others. */
final class Line {

    static final int TITLE = 300;
    static final int NAME = 200;
    static final int REF = 1_000;

    private static final int URL = 2_000;
    private static final int MOST = 100;
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u2028\\u2029 ]+");
    private static final Pattern WEB = Pattern.compile("https?://[^\\s\"'<>\\\\]+");

    private Line() {}

    /** At most {@code most} characters of {@code text}, cut between code points. */
    static String of(String text, int most) {
        String line = HIDDEN.matcher(text).replaceAll(" ").strip();
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end).strip() + "\u2026";
    }

    static String name(String text) {
        return of(text, NAME);
    }

    /** The names in {@code names}, as many as fit, after {@code words}. */
    static List<String> names(List<String> names, UnaryOperator<String> words) {
        return names.stream()
                .limit(MOST)
                .map(name -> name(words.apply(name)))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** An address of the web as it is; empty for anything else. */
    static String url(String address) {
        return address.length() <= URL && WEB.matcher(address).matches() ? address : "";
    }
}
