/** From an agent's request for a subagent to the run that does it, and back to the agent with its outcome. */
@NullMarked
package ai.a5c.krate.engine.subagent;

import org.jspecify.annotations.NullMarked;
