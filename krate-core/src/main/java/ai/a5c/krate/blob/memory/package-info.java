/** Blobs in the memory of one process; see {@link InMemoryBlobStore}. */
@NullMarked
package ai.a5c.krate.blob.memory;

import org.jspecify.annotations.NullMarked;
