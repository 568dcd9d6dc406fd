/**
 * Decides how runs and attempts move, who may work on an attempt and whose turn it is.
 *
 * <p>The entries are {@link ai.a5c.krate.dispatch.RunMachine}, {@link ai.a5c.krate.dispatch.AttemptMachine},
 * {@link ai.a5c.krate.dispatch.Lease} and {@link ai.a5c.krate.dispatch.FairShare}. Nothing in here performs I/O, reads
 * a clock or remembers: what should happen is returned as data, and the engine makes it so.
 */
@NullMarked
package ai.a5c.krate.dispatch;

import org.jspecify.annotations.NullMarked;
