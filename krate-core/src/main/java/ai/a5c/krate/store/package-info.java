/** Port: where resources, their outbox, run events and the audit trail are kept, in one transaction; every implementation passes {@code ResourceStoreContract}. */
@NullMarked
package ai.a5c.krate.store;

import org.jspecify.annotations.NullMarked;
