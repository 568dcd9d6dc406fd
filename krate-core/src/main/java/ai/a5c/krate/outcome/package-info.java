/** Decides what the last words of an agent ask to be written: {@link ai.a5c.krate.outcome.Outcome}; whether it may be is decided elsewhere. */
@NullMarked
package ai.a5c.krate.outcome;

import org.jspecify.annotations.NullMarked;
