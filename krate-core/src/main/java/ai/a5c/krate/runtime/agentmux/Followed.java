package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Setup.Questions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run that is followed.
 *
 * @param mode what becomes of its questions
 * @param blocking whether its agent waits for the answers
 * @param catchingUp whether missing events are being asked for
 * @param polledAt when its state was asked for last, in nanoseconds of this process
 * @param idlePolls how often in a row nobody seemed to work on it
 */
record Followed(
        RunStream stream,
        Questions mode,
        boolean blocking,
        AtomicBoolean catchingUp,
        AtomicLong polledAt,
        AtomicInteger idlePolls) {

    Followed(RunStream stream, Questions mode, boolean blocking) {
        this(stream, mode, blocking, new AtomicBoolean(), new AtomicLong(System.nanoTime()), new AtomicInteger());
    }
}
