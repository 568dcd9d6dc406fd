/**
 * Agents as local processes, each kept by a small detached supervisor that outlives the server: {@link
 * ai.a5c.krate.runtime.process.ProcessRuntime}. Work that is not trusted is kept in a sandbox of bubblewrap. The same adapters
 * start and read agents of other machines: {@link ai.a5c.krate.runtime.process.HostedRuntime}.
 */
@NullMarked
package ai.a5c.krate.runtime.process;

import org.jspecify.annotations.NullMarked;
