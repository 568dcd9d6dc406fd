package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;

/**
 * Removes trees that a stranger filled: they are moved aside in one step, then taken apart relative to open directories, so
 * that no link leads out and no depth is too deep.
 */
final class Removal {

    private static final int MOST_ROUNDS = 100_000;

    private final Path trash;

    Removal(Path trash) {
        this.trash = trash;
    }

    /** Removes whatever is at {@code path}; after a crash at any line the place is free or as it was. */
    void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path pile = Files.createDirectories(trash).resolve(UUID.randomUUID().toString());
        Files.createDirectory(pile);
        try {
            Files.move(path, pile.resolve("0"), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("worktrees and trash must be on one file system", e);
        }
        empty(pile);
    }

    /** Removes what crashes left directly below {@code directory} before {@code then}. */
    void sweep(Path directory, Instant then) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
            for (Path leftover : leftovers) {
                if (isOlder(leftover, then)) {
                    remove(leftover);
                }
            }
        }
    }

    /** False of what another server has just taken away. */
    private static boolean isOlder(Path leftover, Instant then) throws IOException {
        try {
            return Files.getLastModifiedTime(leftover).toInstant().isBefore(then);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void empty(Path pile) throws IOException {
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            more = false;
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(pile)) {
                for (Path entry : entries) {
                    more = true;
                    takeApart(secure(entries), pile, entry.getFileName());
                }
            }
        }
        Files.deleteIfExists(pile);
    }

    /** Deletes a file, or moves a directory's directories up into the pile and deletes what remains. */
    private static void takeApart(SecureDirectoryStream<Path> top, Path pile, Path name) throws IOException {
        if (!isDirectory(top, name)) {
            top.deleteFile(name);
            return;
        }
        Path path = pile.resolve(name);
        open(path);
        try (SecureDirectoryStream<Path> directory = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : directory) {
                Path child = entry.getFileName();
                if (isDirectory(directory, child)) {
                    open(path.resolve(child));
                    directory.move(child, top, Path.of(UUID.randomUUID().toString()));
                } else {
                    directory.deleteFile(child);
                }
            }
        }
        try {
            top.deleteDirectory(name);
        } catch (DirectoryNotEmptyException e) {
            // a process that outlived its parent still writes into it; the pile is gone through again
            Thread.onSpinWait();
        }
    }

    /** Undoes a {@code chmod} that would keep the directory from being read and moved. */
    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this system cannot remove directories without following links");
    }
}
