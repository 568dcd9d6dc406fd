package ai.a5c.krate.secret.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/** Files and directories that belong to their owner alone; refuses to use others. */
final class OwnerOnlyFiles {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MILLISECOND = 1_000_000;
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final SecureRandom random = new SecureRandom();

    /** The content of {@code file}, which must be a file of its own, readable by its owner alone. */
    byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeSecretException(file + " is no plain file; links are not followed");
        }
        requireClosed(file, OTHERS, "600");
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            requireSize(content.length, file);
            return content;
        }
    }

    /** Replaces {@code file} as a whole; its time of change is never the same twice. */
    void replace(Path file, byte[] content) throws IOException {
        Path written = write(file, content);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
        force(directoryOf(file));
    }

    /** Makes {@code file} unless it is there; of several at once one succeeds, with its whole content. */
    void create(Path file, byte[] content) throws IOException {
        Path written = write(file, content);
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(written);
        }
        force(directoryOf(file));
    }

    /** Makes {@code directory}, for its owner alone, unless it is there. */
    void createDirectory(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
        requireDirectory(directory);
    }

    /** Checks that {@code directory} is one, is no link, and can be written by its owner alone. */
    void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeSecretException(directory + " is no directory; links are not followed");
        }
        requireClosed(directory, WRITABLE_BY_OTHERS, "700");
    }

    void requireSize(int size, Path file) {
        if (size > MAX_BYTES) {
            throw new UnsafeSecretException("%s is larger than %d bytes".formatted(file, MAX_BYTES));
        }
    }

    private Path write(Path file, byte[] content) throws IOException {
        requireSize(content.length, file);
        byte[] name = new byte[8];
        random.nextBytes(name);
        Path temporary = file.resolveSibling("..new-" + HexFormat.of().formatHex(name));
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly(temporary, "rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        FileTime now = Files.getLastModifiedTime(temporary);
        Files.setLastModifiedTime(temporary, FileTime.from(now.toInstant().plusNanos(random.nextInt(MILLISECOND))));
        return temporary;
    }

    private static void requireClosed(Path path, Set<PosixFilePermission> others, String mode) throws IOException {
        if (!isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (permissions.stream().anyMatch(others::contains)) {
            throw new UnsafeSecretException("%s is open to others (%s); run: chmod %s '%s'"
                    .formatted(path, PosixFilePermissions.toString(permissions), mode, path));
        }
    }

    private static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
