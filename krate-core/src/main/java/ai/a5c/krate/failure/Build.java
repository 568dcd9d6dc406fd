package ai.a5c.krate.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a log says of the build as a whole, whichever branch says it. */
final class Build {

    private static final int MOST_STAGES = 50;
    private static final int LONGEST_NAME = 200;

    private final Deque<String> stages = new ArrayDeque<>();
    private Optional<Integer> exitCode = Optional.empty();
    private boolean succeeded;

    void succeed() {
        succeeded = true;
    }

    boolean succeeded() {
        return succeeded;
    }

    /** The first one counts: what fails later does so because of it. */
    void exitCode(int code) {
        if (exitCode.isEmpty()) {
            exitCode = Optional.of(code);
        }
    }

    Optional<Integer> exitCode() {
        return exitCode;
    }

    void forgetExitCode() {
        exitCode = Optional.empty();
    }

    /** Opens a stage, or a block without a name, or with {@code "}"} closes the last one. */
    void stage(String name) {
        if (name.equals("}")) {
            stages.pollLast();
        } else if (stages.size() < MOST_STAGES) {
            stages.addLast(Candidate.cut(name, LONGEST_NAME));
        }
    }

    /** The innermost open stage that has a name. */
    String stage() {
        String innermost = "";
        for (String stage : stages) {
            innermost = stage.isEmpty() ? innermost : stage;
        }
        return innermost.startsWith("Branch: ") ? innermost.substring("Branch: ".length()) : innermost;
    }
}
