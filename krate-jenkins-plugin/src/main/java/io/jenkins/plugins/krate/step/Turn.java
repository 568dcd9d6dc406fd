package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.RunView;
import java.time.Duration;
import java.util.List;

/**
 * What follows from an answer.
 *
 * @param watch what to remember
 * @param told lines for the log of the build
 */
record Turn(Watch watch, Next next, List<String> told) {

    Turn {
        told = List.copyOf(told);
    }

    /** What to do. */
    sealed interface Next permits Ask, Finish, GiveUp {}

    /** Ask (again) after a while. */
    record Ask(Duration after) implements Next {}

    /** The step returns. */
    record Finish(RunView run) implements Next {}

    /**
     * The step fails.
     *
     * @param cancel whether the run is to end with it
     */
    record GiveUp(String message, boolean cancel) implements Next {}
}
