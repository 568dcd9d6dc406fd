/**
 * Which rules an event matches and what comes of it: {@link ai.a5c.krate.trigger.TriggerEvaluator}, then
 * {@link ai.a5c.krate.trigger.Admission}; starts nothing.
 */
@NullMarked
package ai.a5c.krate.trigger;

import org.jspecify.annotations.NullMarked;
