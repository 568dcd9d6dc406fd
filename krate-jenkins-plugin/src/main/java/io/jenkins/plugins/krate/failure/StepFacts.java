package io.jenkins.plugins.krate.failure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A step of a pipeline that did not go well.
 *
 * @param order where it stands among the steps of its build
 * @param function as in {@code sh}; empty if it is no step
 * @param around the blocks around it, the innermost first
 * @param message what it said
 * @param failed whether it failed, rather than warn
 */
record StepFacts(long order, String function, List<Block> around, String message, boolean failed) {

    /** What failed comes before what only warned, what came first before what came of it. */
    static final Comparator<StepFacts> FIRST =
            Comparator.comparing((StepFacts step) -> !step.failed()).thenComparing(StepFacts::order);

    StepFacts {
        around = List.copyOf(around);
    }

    /** The names of the stages around it, the outermost first; branches of parallel steps are none. */
    List<String> stages() {
        List<String> stages = new ArrayList<>();
        for (Block block : around) {
            if (!block.branch() && !block.label().isEmpty()) {
                stages.add(0, block.label());
            }
        }
        return stages;
    }
}
