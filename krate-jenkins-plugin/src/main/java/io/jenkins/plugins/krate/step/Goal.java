package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.RunView;

/** What a step waits for. */
enum Goal {
    /** That the run is dispatched. */
    DISPATCHED,
    /** That the run is over. */
    OVER,
    /** That a question which the run asked is answered, or the run is over. */
    ANSWERED;

    /** Whether the run got there; {@code before} is the phase that was told of last. */
    boolean isReached(String before, RunView run) {
        return switch (this) {
            case DISPATCHED -> true;
            case OVER -> run.phase().isFinal();
            case ANSWERED -> run.phase().isFinal() || (before.equals(Waiting.ASKS) && !run.asks());
        };
    }
}
