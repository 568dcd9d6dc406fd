/** Wires the core into one process: configuration, HTTP, console, command line. */
@NullMarked
package ai.a5c.krate.server;

import org.jspecify.annotations.NullMarked;
