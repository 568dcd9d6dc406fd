package ai.a5c.krate.event;

import java.util.List;
import java.util.Optional;

/**
 * What a CI server says of a build; a part that it does not know is empty.
 *
 * @param workflow the workflow, pipeline or build job, by name
 * @param job the job within it
 * @param stage the stage within that
 * @param step the first step that failed
 * @param check the name under which the result stands at the commit
 * @param conclusion success, failure, unstable, cancelled, timed-out, skipped, neutral or action-required; empty while it goes on
 * @param exitCode of the step that failed
 * @param failureSignature equal for failures that look alike, as the bridge of the CI server computes it
 * @param testNames tests that failed
 * @param buildUrl where people look at it; data, never called
 * @param chain equal for builds that one build led to, and for that one: the parts of a matrix, what it built downstream; empty
 *     if that is not known
 */
public record Ci(
        String workflow,
        String job,
        String stage,
        String step,
        String check,
        String conclusion,
        Optional<Integer> exitCode,
        String failureSignature,
        List<String> testNames,
        String buildUrl,
        String chain) {

    /** A build of which nothing is known. */
    public static final Ci UNKNOWN = new Ci("", "", "", "", "", "", Optional.empty(), "", List.of(), "");

    public Ci {
        testNames = List.copyOf(testNames);
    }

    /** A build that stands alone, as far as is known. */
    public Ci(
            String workflow,
            String job,
            String stage,
            String step,
            String check,
            String conclusion,
            Optional<Integer> exitCode,
            String failureSignature,
            List<String> testNames,
            String buildUrl) {
        this(workflow, job, stage, step, check, conclusion, exitCode, failureSignature, testNames, buildUrl, "");
    }
}
