/** Asks forges what deliveries may have lost, and stores what nobody told as if it had been delivered. */
@NullMarked
package ai.a5c.krate.engine.reconcile;

import org.jspecify.annotations.NullMarked;
