/** Port: what a forge's bridge tells Krate about deliveries, actors and commits; no decision is made here. */
@NullMarked
package ai.a5c.krate.source;

import org.jspecify.annotations.NullMarked;
