/** From a queued attempt to its artifacts: {@link ai.a5c.krate.engine.attempt.AttemptWorker}. */
@NullMarked
package ai.a5c.krate.engine.attempt;

import org.jspecify.annotations.NullMarked;
