/** Decides whether an event is our own echo, an edit or a loop: {@link ai.a5c.krate.causality.Causality}; never looks anything up. */
@NullMarked
package ai.a5c.krate.causality;

import org.jspecify.annotations.NullMarked;
