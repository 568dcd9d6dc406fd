package ai.a5c.krate.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import java.util.Comparator;
import java.util.regex.Pattern;

/** What is wrong with an expression, in one line. */
final class Faults {

    private static final int LONGEST = 300;
    private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

    private Faults() {}

    /** The first fault and where it is, as line and column, both from 1. */
    static String of(CelValidationException e) {
        return e.getErrors().stream()
                .min(Comparator.<CelIssue>comparingInt(
                                issue -> issue.getSourceLocation().getLine())
                        .thenComparingInt(issue -> issue.getSourceLocation().getColumn()))
                .map(issue -> "%s (line %d, column %d)"
                        .formatted(
                                line(issue.getMessage()),
                                Math.max(1, issue.getSourceLocation().getLine()),
                                issue.getSourceLocation().getColumn() + 1))
                .orElseGet(() -> line(String.valueOf(e.getMessage())));
    }

    static String of(CelEvaluationException e) {
        Throwable cause = e.getCause();
        while (cause != null && !(cause instanceof CostException) && !(cause instanceof AbsentException)) {
            cause = cause.getCause();
        }
        if (cause instanceof AbsentException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
        return "nobody can tell: " + line(PLACE.matcher(message).replaceFirst(""));
    }

    private static String line(String message) {
        String line = BREAKS.matcher(message).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST / 2)) + "…";
    }
}
