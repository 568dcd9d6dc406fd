/** Brings the files that steer agents from the base branch into workspaces, and keeps them out of what agents made. */
@NullMarked
package ai.a5c.krate.engine.configuration;

import org.jspecify.annotations.NullMarked;
