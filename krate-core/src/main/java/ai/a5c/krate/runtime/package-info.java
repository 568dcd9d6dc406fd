/** Port: where agents run; every implementation passes {@code AgentRuntimeContract}. */
@NullMarked
package ai.a5c.krate.runtime;

import org.jspecify.annotations.NullMarked;
