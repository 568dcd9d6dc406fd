/** What people do with runs that are there: {@link ai.a5c.krate.engine.action.RunDesk}. */
@NullMarked
package ai.a5c.krate.engine.action;

import org.jspecify.annotations.NullMarked;
