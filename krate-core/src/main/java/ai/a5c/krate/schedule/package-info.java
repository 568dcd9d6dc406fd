/** When a cron line fires in a time zone, with daylight saving: {@link ai.a5c.krate.schedule.Schedule}; reads no clock. */
@NullMarked
package ai.a5c.krate.schedule;

import org.jspecify.annotations.NullMarked;
