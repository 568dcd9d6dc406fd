/** A small forge that answers like Gitea, for demos and tests only: {@link ai.a5c.krate.gitea.standin.StandInGitea}. */
@NullMarked
package ai.a5c.krate.gitea.standin;

import org.jspecify.annotations.NullMarked;
