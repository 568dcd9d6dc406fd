/**
 * Repositories as bare mirrors that JGit fetches, reads and pushes, and worktrees that native git makes; entry type
 * {@link ai.a5c.krate.git.jgit.JGitRepositories}. Nothing here runs a hook, a filter, or a command out of a repository's
 * or a person's configuration, and of a worktree only file contents are believed.
 */
@NullMarked
package ai.a5c.krate.git.jgit;

import org.jspecify.annotations.NullMarked;
