package ai.a5c.krate.failure;

import ai.a5c.krate.failure.detect.Cause;
import ai.a5c.krate.failure.detect.Place;
import ai.a5c.krate.failure.detect.Rank;
import java.util.List;
import java.util.Optional;

/**
 * What broke a build: its first actionable error. Every text comes from the log, is bounded and <em>not redacted</em>: it is
 * data of whoever could write the log, and whoever stores or shows it redacts first.
 *
 * @param tool whose word it is, in lower case: {@code maven}, {@code gcc}
 * @param rank how much it helps
 * @param subject the test, task or script it is about; empty if none is named
 * @param message the tool's own words in one line
 * @param place where in the source code
 * @param line the number of the line of the log that tells of it, from 1
 * @param stage the parallel branch or else the stage or step that failed, as far as the log names it
 * @param exitCode of the step that failed
 * @param testNames tests that failed, in their order, at most {@value #MOST_TESTS}
 * @param fingerprint equal for the same failure in another build: see {@link Fingerprint}
 */
public record Failure(
        String tool,
        Cause cause,
        Rank rank,
        String subject,
        String message,
        Optional<Place> place,
        long line,
        String stage,
        Optional<Integer> exitCode,
        List<String> testNames,
        Excerpt excerpt,
        String fingerprint) {

    static final int MOST_TESTS = 50;

    public Failure {
        testNames = List.copyOf(testNames);
    }
}
