/** Decides what an agent is told: {@link ai.a5c.krate.context.ContextAssembler}; never fetches a source. */
@NullMarked
package ai.a5c.krate.context;

import org.jspecify.annotations.NullMarked;
