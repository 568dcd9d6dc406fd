/** What would come of an event, now or with other rules, grants and stacks; stores nothing and starts nothing. */
@NullMarked
package ai.a5c.krate.engine.rehearsal;

import org.jspecify.annotations.NullMarked;
