package ai.a5c.krate.blob.directory;

import ai.a5c.krate.blob.BlobCorruptException;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A blob store in a directory: each blob is a file named by its digest, in one of 256 directories named by the digest's
 * first two digits, readable by its owner alone.
 *
 * <p>A file appears under its name whole and durable or not at all; what a crash leaves are files in {@code tmp}.
 */
public final class DirectoryBlobStore implements BlobStore {

    private static final int FAN_OUT = 2;

    private final Path root;

    /** Keeps blobs below {@code root}, which is created when the first one comes. */
    public DirectoryBlobStore(Path root) {
        this.root = root;
    }

    @Override
    public Digest put(byte[] content) {
        byte[] copy = content.clone();
        Digest digest = Digest.of(copy);
        Path file = fileOf(digest);
        try {
            if (!isWhole(file, digest)) {
                write(copy, digest);
            }
            return digest;
        } catch (IOException e) {
            throw new UncheckedIOException("the blob %s cannot be written to %s".formatted(digest, file), e);
        }
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
        Optional<byte[]> content = read(digest);
        content.map(Digest::of).filter(actual -> !actual.equals(digest)).ifPresent(actual -> {
            throw new BlobCorruptException(digest, actual);
        });
        return content;
    }

    private Optional<byte[]> read(Digest digest) {
        Path file = fileOf(digest);
        try {
            return Optional.of(bytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the blob %s cannot be read from %s".formatted(digest, file), e);
        }
    }

    private Path directoryOf(Digest digest) {
        return root.resolve(digest.hex().substring(0, FAN_OUT));
    }

    private Path fileOf(Digest digest) {
        return directoryOf(digest).resolve(digest.hex());
    }

    private void write(byte[] content, Digest digest) throws IOException {
        Path directory = createDirectory(directoryOf(digest));
        Path unfinished = createDirectory(root.resolve("tmp"));
        Path temporary = Files.createTempFile(unfinished, "blob-", "", ownerOnly("rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, fileOf(digest), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        forceDirectory(directory);
    }

    private static boolean isWhole(Path file, Digest digest) throws IOException {
        try {
            return Digest.of(bytes(file)).equals(digest);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }

    private Path createDirectory(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, ownerOnly("rwx------"));
            forceDirectory(root);
        }
        return directory;
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes a new name in {@code directory} survive a power failure, where directories can be opened at all. */
    private static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
