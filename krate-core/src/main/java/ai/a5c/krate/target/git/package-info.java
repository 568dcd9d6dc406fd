/** Write-back by pushing branches to plain Git repositories; entry type {@link ai.a5c.krate.target.git.GitTarget}. */
@NullMarked
package ai.a5c.krate.target.git;

import org.jspecify.annotations.NullMarked;
