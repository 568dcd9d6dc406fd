/** Port: repositories as mirrors and worktrees on this machine. */
@NullMarked
package ai.a5c.krate.git;

import org.jspecify.annotations.NullMarked;
