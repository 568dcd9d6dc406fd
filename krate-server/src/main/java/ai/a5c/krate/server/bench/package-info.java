/** Measures a server of this process against a peer in the same run; see {@link BenchCommand}. */
@NullMarked
package ai.a5c.krate.server.bench;

import org.jspecify.annotations.NullMarked;
