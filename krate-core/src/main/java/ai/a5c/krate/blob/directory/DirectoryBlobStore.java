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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        Digest digest = Digest.of(content);
        try {
            return keep(List.of(content)).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("the blob %s cannot be written to %s".formatted(digest, fileOf(digest)), e);
        }
    }

    /** All are written before the first one is named, so that the disk is asked for its directories once for all. */
    @Override
    public List<Digest> putAll(List<byte[]> contents) {
        try {
            return keep(contents);
        } catch (IOException e) {
            throw new UncheckedIOException("%d blobs cannot be written to %s".formatted(contents.size(), root), e);
        }
    }

    private List<Digest> keep(List<byte[]> contents) throws IOException {
        Map<Digest, byte[]> blobs = new LinkedHashMap<>();
        contents.forEach(content -> {
            byte[] copy = content.clone();
            blobs.put(Digest.of(copy), copy);
        });
        write(missing(blobs));
        return contents.stream().map(Digest::of).toList();
    }

    private Map<Digest, byte[]> missing(Map<Digest, byte[]> blobs) throws IOException {
        Map<Digest, byte[]> missing = new LinkedHashMap<>();
        for (Map.Entry<Digest, byte[]> blob : blobs.entrySet()) {
            if (!isWhole(fileOf(blob.getKey()), blob.getKey())) {
                missing.put(blob.getKey(), blob.getValue());
            }
        }
        return missing;
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

    private void write(Map<Digest, byte[]> blobs) throws IOException {
        Map<Digest, Path> unfinished = new LinkedHashMap<>();
        Set<Path> directories = new LinkedHashSet<>();
        try {
            for (Map.Entry<Digest, byte[]> blob : blobs.entrySet()) {
                directories.add(createDirectory(directoryOf(blob.getKey())));
                unfinished.put(blob.getKey(), temporary(blob.getValue()));
            }
            for (Map.Entry<Digest, Path> file : unfinished.entrySet()) {
                Files.move(file.getValue(), fileOf(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            for (Path file : unfinished.values()) {
                Files.deleteIfExists(file);
            }
        }
        for (Path directory : directories) {
            forceDirectory(directory);
        }
    }

    /** A new file with {@code content}, durable, without a name that anybody looks for. */
    private Path temporary(byte[] content) throws IOException {
        Path file = Files.createTempFile(createDirectory(root.resolve("tmp")), "blob-", "", ownerOnly("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        return file;
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
