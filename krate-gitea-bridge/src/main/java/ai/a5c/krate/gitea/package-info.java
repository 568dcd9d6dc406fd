/** Gitea's deliveries, permissions and comments in Krate's words; a handler from headers and bytes, no server. */
@NullMarked
package ai.a5c.krate.gitea;

import org.jspecify.annotations.NullMarked;
