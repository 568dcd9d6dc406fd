/**
 * Decides what becomes of agents that hand work to others: {@link ai.a5c.krate.subagent.Asks} says who may start whom,
 * {@link ai.a5c.krate.subagent.Part} what of a stack a subagent has, {@link ai.a5c.krate.subagent.OutputCheck} whether an
 * outcome looks as it must; starts nothing.
 */
@NullMarked
package ai.a5c.krate.subagent;

import org.jspecify.annotations.NullMarked;
