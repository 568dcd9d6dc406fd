/**
 * Agents as local processes, each kept by a small detached supervisor that outlives the server: {@link
 * ai.a5c.krate.runtime.process.ProcessRuntime}. Nothing here isolates an agent from its user's files and network.
 */
@NullMarked
package ai.a5c.krate.runtime.process;

import org.jspecify.annotations.NullMarked;
