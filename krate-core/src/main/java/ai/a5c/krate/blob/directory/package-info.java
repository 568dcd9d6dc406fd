/** Blobs as files of a directory; see {@link DirectoryBlobStore}. */
@NullMarked
package ai.a5c.krate.blob.directory;

import org.jspecify.annotations.NullMarked;
