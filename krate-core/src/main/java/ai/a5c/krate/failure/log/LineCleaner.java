package ai.a5c.krate.failure.log;

import java.util.Set;

/**
 * Takes off a line what is not the tool's: escape sequences, the times of Jenkins, GitHub and Gitea, the prefixes of parallel
 * branches, of Docker's build steps, of containers and of packages in a monorepo.
 */
public final class LineCleaner {

    private static final int LONGEST_NAME = 80;
    private static final int MOST_PREFIXES = 4;
    private static final Set<String> LEVELS = Set.of(
            "INFO",
            "ERROR",
            "WARNING",
            "WARN",
            "DEBUG",
            "FATAL",
            "TRACE",
            "Pipeline",
            "notice",
            "error",
            "warning",
            "info");
    private static final Set<String> TASKS =
            Set.of("build", "test", "lint", "check", "typecheck", "compile", "e2e", "ci", "dev", "start", "install");

    private long number;

    /** The next line of the log. */
    public LogLine clean(String raw) {
        number++;
        String text = EscapeSequences.without(raw);
        String branch = "";
        for (int i = 0; i < MOST_PREFIXES; i++) {
            String rest = Timestamps.without(text);
            int end = prefixEnd(rest);
            if (end > 0) {
                branch = join(branch, name(rest.substring(0, end)));
                rest = rest.substring(end);
            }
            if (rest.equals(text)) {
                break;
            }
            text = rest;
        }
        return new LogLine(number, branch, text);
    }

    private static String join(String outer, String inner) {
        if (inner.isEmpty() || outer.equals(inner)) {
            return outer;
        }
        return outer.isEmpty() ? inner : outer + "/" + inner;
    }

    private static int prefixEnd(String text) {
        if (text.startsWith("[")) {
            return bracketed(text);
        }
        if (text.startsWith("#")) {
            return buildStep(text);
        }
        int container = container(text);
        return container > 0 ? container : workspacePackage(text);
    }

    private static String name(String prefix) {
        int end = prefix.length();
        while (end > 0 && " :|]".indexOf(prefix.charAt(end - 1)) >= 0) {
            end--;
        }
        int from = prefix.startsWith("[") ? 1 : 0;
        String name = prefix.substring(from, Math.max(end, from));
        int space = name.startsWith("#") ? name.indexOf(' ') : -1;
        return space < 0 ? name : name.substring(0, space);
    }

    /** {@code [unit] text} of Jenkins, {@code [CI/test]   | text} of act. */
    private static int bracketed(String text) {
        int end = text.indexOf(']');
        if (end < 2 || end > LONGEST_NAME || end + 1 >= text.length() || text.charAt(end + 1) != ' ') {
            return 0;
        }
        String name = text.substring(1, end);
        if (LEVELS.contains(name) || !Character.isLetter(name.charAt(0)) || name.indexOf(' ') == name.length() - 1) {
            return 0;
        }
        int bar = end + 1;
        while (bar < text.length() && text.charAt(bar) == ' ') {
            bar++;
        }
        return name.indexOf('/') > 0 && text.startsWith("| ", bar) ? bar + 2 : end + 2;
    }

    /** {@code #12 0.345 text} and {@code #12 ERROR: text} of Docker's BuildKit. */
    private static int buildStep(String text) {
        int at = digits(text, 1);
        if (at == 1 || at >= text.length() || text.charAt(at) != ' ') {
            return 0;
        }
        int seconds = digits(text, at + 1);
        if (seconds > at + 1 && seconds < text.length() && text.charAt(seconds) == '.') {
            int end = digits(text, seconds + 1);
            return end < text.length() && text.charAt(end) == ' ' ? end + 1 : at + 1;
        }
        return at + 1;
    }

    /** {@code web-1  | text} of Docker Compose. */
    private static int container(String text) {
        int at = word(text, 0);
        int end = at;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return at > 0 && end > at && text.startsWith("| ", end) ? end + 2 : 0;
    }

    /** {@code web:test: text} of Turborepo, {@code packages/web test: text} of pnpm, {@code @acme/web: text} of Lerna. */
    private static int workspacePackage(String text) {
        int at = word(text, 0);
        if (at == 0 || at + 2 >= text.length()) {
            return 0;
        }
        if (text.charAt(0) == '@' && text.startsWith(": ", at)) {
            return at + 2;
        }
        char separator = text.charAt(at);
        int end = word(text, at + 1);
        boolean task = (separator == ':' || separator == ' ') && TASKS.contains(text.substring(at + 1, end));
        return task && text.startsWith(": ", end) ? end + 2 : 0;
    }

    private static int word(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < LONGEST_NAME && isWord(text.charAt(at), at == from)) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c, boolean first) {
        return Character.isLetter(c) || c == '@' || (!first && (Character.isDigit(c) || "-_./".indexOf(c) >= 0));
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
