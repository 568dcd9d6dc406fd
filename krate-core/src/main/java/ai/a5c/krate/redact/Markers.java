package ai.a5c.krate.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What stands in place of secrets, {@code [REDACTED:category]}, which is itself no secret. */
final class Markers {

    static final String START = "[REDACTED:";

    private final Pattern own;

    /** The markers of exactly these categories; anything else in such brackets is text like any other. */
    Markers(Collection<String> categories) {
        own = Pattern.compile(new TreeSet<>(categories)
                .stream().map(Pattern::quote).collect(Collectors.joining("|", "\\[REDACTED:(?:", ")\\]")));
    }

    static String of(String category) {
        return START + category + "]";
    }

    /** Whether something that looks like a marker begins at {@code index}. */
    static boolean at(String text, int index) {
        return text.startsWith(START, index);
    }

    /** Where the markers are in {@code text}, in order. */
    List<Hit> in(String text) {
        List<Hit> found = new ArrayList<>();
        if (text.contains(START)) {
            Matcher matcher = own.matcher(text);
            while (matcher.find()) {
                found.add(new Hit(matcher.start(), matcher.end(), ""));
            }
        }
        return found;
    }
}
