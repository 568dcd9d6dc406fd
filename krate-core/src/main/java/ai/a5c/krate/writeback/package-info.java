/**
 * Decides whether exactly this may be written now, and whether it is there afterwards.
 *
 * <p>The entries are {@link ai.a5c.krate.writeback.WriteBackCheck}, {@link ai.a5c.krate.writeback.RiskCheck} and
 * {@link ai.a5c.krate.writeback.OutcomeCheck}; {@link ai.a5c.krate.writeback.EffectBinding} is what people consent to.
 * Nothing in here writes, looks at a target or reads a clock.
 */
@NullMarked
package ai.a5c.krate.writeback;

import org.jspecify.annotations.NullMarked;
