/** Keeps what resources say of themselves true: conditions, and the records of what capabilities need. */
@NullMarked
package ai.a5c.krate.engine.readiness;

import org.jspecify.annotations.NullMarked;
