/** Reviews, runs, shows, asks and writes back: {@link ai.a5c.krate.Krate} is the way in for embedders. */
@NullMarked
package ai.a5c.krate;

import org.jspecify.annotations.NullMarked;
