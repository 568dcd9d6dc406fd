package ai.a5c.krate.outcome;

import java.util.List;
import java.util.Optional;

/**
 * What an agent says in the end: words for people, and what it asks to be written besides.
 *
 * @param text its words, without the block that asks
 * @param faults why nothing of the block counts, each with its path; empty if it is as it should be, or not there
 */
public record Outcome(
        String text,
        Optional<Review> review,
        Labels labels,
        Optional<PullRequestText> pullRequest,
        Optional<Status> status,
        Optional<Rerun> rerun,
        List<String> faults) {

    public Outcome {
        faults = List.copyOf(faults);
    }

    /** Nothing but words. */
    public static Outcome of(String text) {
        return new Outcome(
                text, Optional.empty(), Labels.NONE, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** Labels to be there, and to be gone. */
    public record Labels(List<String> add, List<String> remove) {

        /** None of either. */
        public static final Labels NONE = new Labels(List.of(), List.of());

        public Labels {
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }

        /** Whether there is nothing to change. */
        public boolean isEmpty() {
            return add.isEmpty() && remove.isEmpty();
        }
    }

    /** What a pull request for the change says; empty where the agent leaves it to Krate. */
    public record PullRequestText(String title, String body) {}

    /**
     * A status of the commit that was looked at.
     *
     * @param name a word that tells it from others of the same agent
     * @param state pending, success, failure or error
     */
    public record Status(String name, String state, String description) {}

    /**
     * Another try of a workflow's run, or of a check.
     *
     * @param workflow the run's id; empty for a check
     * @param attempt which of its attempts is to be followed by another
     * @param check the context of the check's status; empty for a workflow
     * @param status the id of that status
     */
    public record Rerun(String workflow, int attempt, String check, String status) {}
}
