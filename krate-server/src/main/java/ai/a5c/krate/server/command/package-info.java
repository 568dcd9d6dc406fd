/** The command line; the only place that uses standard streams. */
@NullMarked
package ai.a5c.krate.server.command;

import org.jspecify.annotations.NullMarked;
