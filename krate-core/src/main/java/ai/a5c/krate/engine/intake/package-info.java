/** From a stored delivery to a committed run: {@link ai.a5c.krate.engine.intake.TriggerProcessor}. */
@NullMarked
package ai.a5c.krate.engine.intake;

import org.jspecify.annotations.NullMarked;
