/** Keeps the engine going: small loops over outbox topics and attempts, woken by the store and by the clock. */
@NullMarked
package ai.a5c.krate.engine.loop;

import org.jspecify.annotations.NullMarked;
