/** What happened at a forge, in Krate's own words: {@link ai.a5c.krate.event.SourceEvent}. */
@NullMarked
package ai.a5c.krate.event;

import org.jspecify.annotations.NullMarked;
