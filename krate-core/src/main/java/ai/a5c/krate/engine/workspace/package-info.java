/** Workspaces: what people and the retention do with them, performed on the machine that they are on. */
@NullMarked
package ai.a5c.krate.engine.workspace;

import org.jspecify.annotations.NullMarked;
