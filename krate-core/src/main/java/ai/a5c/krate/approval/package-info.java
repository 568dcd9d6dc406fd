/**
 * Decides whether an approval is asked for, and whether it still holds.
 *
 * <p>The entries are {@link ai.a5c.krate.approval.ApprovalMachine} and {@link ai.a5c.krate.approval.RequestCheck}.
 * Nothing in here performs I/O or reads a clock; who somebody is and what they may do is given, not looked up.
 */
@NullMarked
package ai.a5c.krate.approval;

import org.jspecify.annotations.NullMarked;
