/** Port: where approved mutations are written; every implementation passes {@code WriteBackTargetContract}. */
@NullMarked
package ai.a5c.krate.target;

import org.jspecify.annotations.NullMarked;
