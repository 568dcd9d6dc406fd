package ai.a5c.krate.runtime;

/** How a session ended. */
public enum Outcome {
    /** The agent said it is done and its process ended with status 0. */
    SUCCEEDED,
    /** The agent's process ended with another status or a signal, or it said that it failed. */
    FAILED,
    CANCELLED,
    /** The wall clock limit ended it. */
    TIMED_OUT,
    /** No output for longer than the idle limit. */
    IDLE,
    /** It said more than the output limit. */
    OUTPUT_LIMIT,
    /** The runtime cannot find it any more. */
    LOST
}
