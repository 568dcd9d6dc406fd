/**
 * Decides how workspaces move, which one an attempt gets, and how long one is kept.
 *
 * <p>The entries are {@link ai.a5c.krate.workspace.WorkspaceMachine}, {@link ai.a5c.krate.workspace.Choice} and {@link
 * ai.a5c.krate.workspace.Retention}. Nothing in here touches a directory or reads a clock.
 */
@NullMarked
package ai.a5c.krate.workspace;

import org.jspecify.annotations.NullMarked;
