package ai.a5c.krate.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values that stand next to a name which says that they are secret: headers, settings, fields, options. */
final class NamedRules {

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_GAP = 12;
    private static final int JUDGED = 200;
    private static final int LEAST = 8;
    private static final String QUOTES = "\"'`";
    private static final String ENDS = QUOTES + ",;()<>[]{}\\";
    private static final Characters NAME = Characters.of("_-");

    private final List<LiteralScan.Rule> rules = new ArrayList<>();

    private NamedRules() {
        Stream.of("authorization", "x-api-key", "private-token", "x-gitlab-token", "x-gitea-token", "cookie")
                .forEach(name -> add(name, "authorization", value -> value.length() >= LEAST));
        Stream.of("x-gitea-signature", "x-gogs-signature", "x-hub-signature", "x-krate-signature")
                .forEach(name -> add(name, "webhook-signature", value -> value.length() >= 16));
        add("client-key-data", "kubeconfig", value -> value.length() >= 16);
        Stream.of("passw", "passphrase", "pwd", "secret", "token", "api_key", "api-key", "apikey", "access_key")
                .forEach(name -> add(name, "secret-value", NamedRules::isRandom));
        Stream.of("access-key", "accesskey", "private_key", "privatekey", "credential", "auth")
                .forEach(name -> add(name, "secret-value", NamedRules::isRandom));
        Stream.of("bearer ", "basic ", "token ").forEach(this::addScheme);
    }

    static List<LiteralScan.Rule> all() {
        return new NamedRules().rules;
    }

    private void add(String name, String category, Predicate<String> accepted) {
        rules.add(new LiteralScan.Rule(name, true, (text, start, end) -> {
            boolean author = name.equals("auth") && text.startsWith("or", end);
            int value = author ? -1 : valueAfter(text, start, NAME.endOfRun(text, end, end + LONGEST_NAME));
            return value < 0 ? null : hit(text, afterScheme(text, value), category, accepted);
        }));
    }

    private void addScheme(String scheme) {
        rules.add(new LiteralScan.Rule(scheme, true, (text, start, end) -> {
            boolean ownWord = start == 0 || !NAME.has(text.charAt(start - 1));
            return ownWord ? hit(text, end, "authorization", value -> value.length() >= 16 && isRandom(value)) : null;
        }));
    }

    private static @Nullable Hit hit(String text, int start, String category, Predicate<String> accepted) {
        String ends = ends(text, start, category);
        int judged = endOfValue(text, start, start + JUDGED, ends);
        boolean call = judged < text.length() && text.charAt(judged) == '(';
        boolean secret = !call && !Markers.at(text, start) && accepted.test(text.substring(start, judged));
        return secret ? new Hit(start, endOfValue(text, judged, text.length(), ends), category) : null;
    }

    /** Which characters end the value: the quote that it stands in, if it is one word, or else all that may. */
    private static String ends(String text, int start, String category) {
        char before = start == 0 ? ' ' : text.charAt(start - 1);
        if (QUOTES.indexOf(before) >= 0) {
            int end = endOfValue(text, start, start + JUDGED, String.valueOf(before));
            boolean closed = end < text.length() && text.charAt(end) == before;
            return closed ? String.valueOf(before) : ENDS;
        }
        return category.equals("authorization") ? QUOTES + "\\" : ENDS;
    }

    private static boolean isRandom(String value) {
        return value.length() >= LEAST && value.charAt(0) != '$' && Randomness.isIn(value);
    }

    /** Where the value begins of which the name ends at {@code end}: after a separator, quotes and blanks; or -1. */
    private static int valueAfter(String text, int start, int end) {
        boolean option = isOption(text, start);
        boolean separated = false;
        int limit = Math.min(text.length(), end + LONGEST_GAP);
        for (int i = end; i < limit; i++) {
            char character = text.charAt(i);
            boolean separator = ":=>".indexOf(character) >= 0;
            separated |= separator || (option && character == ' ');
            if (!separator && " \t\"'`\\".indexOf(character) < 0 && !(character == '[' && !Markers.at(text, i))) {
                return separated ? i : -1;
            }
        }
        return -1;
    }

    /** Whether the word around {@code place} begins with two hyphens, as options of programs do. */
    private static boolean isOption(String text, int place) {
        int from = place;
        while (from > 0 && place - from < LONGEST_NAME && NAME.has(text.charAt(from - 1))) {
            from--;
        }
        return text.startsWith("--", from);
    }

    private static int afterScheme(String text, int value) {
        String start = text.substring(value, Math.min(text.length(), value + 8)).toLowerCase(Locale.ROOT);
        return Stream.of("bearer ", "basic ", "token ", "sha256=", "sha1=")
                .filter(start::startsWith)
                .findFirst()
                .map(scheme -> value + scheme.length())
                .orElse(value);
    }

    private static int endOfValue(String text, int start, int limit, String ends) {
        int end = start;
        int stop = Math.min(limit, text.length());
        while (end < stop && text.charAt(end) > ' ' && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
