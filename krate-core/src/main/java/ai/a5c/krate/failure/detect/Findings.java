package ai.a5c.krate.failure.detect;

/** Where detectors tell what they find, of the lines of one branch. */
public interface Findings {

    /** The line that is read now tells of a failure. */
    void report(Finding finding);

    /** The last finding of {@code tool} goes on: this belongs to its message. */
    void detail(Tool tool, String text);

    /** The last finding of {@code tool} is at {@code place}, unless its place is known. */
    void place(Tool tool, Place place);

    /** A test failed. */
    void failedTest(String name);

    /** A test that was told of as failed passed when it was tried again. */
    void passedLater(Tool tool, String test);

    /** All that {@code tool} told of was no failure in the end. */
    void passed(Tool tool);

    /** What was done in this branch until now is done again. */
    void triedAgain();

    /** The whole build says that it succeeded. */
    void buildSucceeded();

    /** A step ended with {@code code}; {@code ofStep} if the CI server says so, not a tool. */
    void exitCode(int code, boolean ofStep);

    /** A stage or step begins; empty when it ends. */
    void stage(String name);
}
