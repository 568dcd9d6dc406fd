/** Alarms in a table of PostgreSQL, rung by db-scheduler; see {@link DatabaseAlarms}. */
@NullMarked
package ai.a5c.krate.work.scheduler;

import org.jspecify.annotations.NullMarked;
