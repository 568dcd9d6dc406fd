/** Port: where bytes are kept under their digest; every implementation passes {@code BlobStoreContract}. */
@NullMarked
package ai.a5c.krate.blob;

import org.jspecify.annotations.NullMarked;
