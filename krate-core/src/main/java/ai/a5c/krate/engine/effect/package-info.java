/** From an approved write-back to what stands on the remote side: {@link ai.a5c.krate.engine.effect.WriteBackExecutor}. */
@NullMarked
package ai.a5c.krate.engine.effect;

import org.jspecify.annotations.NullMarked;
