/** Decides what documents say of issues, pull requests and builds after an event; keeps no text of a body. */
@NullMarked
package ai.a5c.krate.projection;

import org.jspecify.annotations.NullMarked;
