/** From a person's request to a committed run, or a look at what would come of it. */
@NullMarked
package ai.a5c.krate.engine.manual;

import org.jspecify.annotations.NullMarked;
