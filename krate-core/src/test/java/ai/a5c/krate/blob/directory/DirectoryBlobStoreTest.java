package ai.a5c.krate.blob.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.blob.BlobCorruptException;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.testkit.BlobStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path directory;

    @Override
    protected BlobStore newBlobs() {
        return new DirectoryBlobStore(directory.resolve("blobs"));
    }

    @Test
    void aBlobIsAFileUnderItsDigestThatItsOwnerAloneCanRead() throws IOException {
        Digest digest = newBlobs().put(CONTENT);

        assertThat(permissions(fileOf(digest))).isEqualTo("rw-------");
        assertThat(permissions(directory.resolve("blobs"))).isEqualTo("rwx------");
        assertThat(directory.resolve("blobs/tmp")).isEmptyDirectory();
        assertThat(newBlobs().get(digest)).hasValue(CONTENT);
    }

    @Test
    void damagedBytesAreRefusedAndHealedByTheSamePut() throws IOException {
        BlobStore blobs = newBlobs();
        Digest digest = blobs.put(CONTENT);
        Files.write(fileOf(digest), new byte[] {1, 2});

        assertThatThrownBy(() -> blobs.get(digest))
                .isInstanceOf(BlobCorruptException.class)
                .hasMessage("the blob %s is damaged: its bytes have digest %s; restore it from a backup"
                        .formatted(digest, Digest.of(new byte[] {1, 2})));

        assertThat(blobs.put(CONTENT)).isEqualTo(digest);
        assertThat(blobs.get(digest)).hasValue(CONTENT);
    }

    @Test
    void aLinkIsNoBlob() throws IOException {
        Digest digest = newBlobs().put(CONTENT);
        Path elsewhere = Files.write(directory.resolve("elsewhere"), CONTENT);
        Files.delete(fileOf(digest));
        Files.createSymbolicLink(fileOf(digest), elsewhere);

        assertThatThrownBy(() -> newBlobs().get(digest)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aRootThatCannotBeADirectoryIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Digest digest = Digest.of(CONTENT);

        assertThatThrownBy(() -> new DirectoryBlobStore(file).put(CONTENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the blob %s cannot be written to %s/%s/%s"
                        .formatted(digest, file, digest.hex().substring(0, 2), digest.hex()));
    }

    private Path fileOf(Digest digest) {
        return directory.resolve("blobs").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
