/**
 * Decides from a build's log what broke it and whether that is what broke it before:
 * {@link ai.a5c.krate.failure.FailureAnalysis} reads the log once, in constant memory; fetches no log and redacts nothing.
 */
@NullMarked
package ai.a5c.krate.failure;

import org.jspecify.annotations.NullMarked;
