/** A store for one process, for embedders who need no durability and for tests; see {@link InMemoryResourceStore}. */
@NullMarked
package ai.a5c.krate.store.memory;

import org.jspecify.annotations.NullMarked;
