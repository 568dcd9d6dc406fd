package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How many bytes a directory holds, without following links, counted up to so many files. */
final class DiskUse extends SimpleFileVisitor<Path> {

    private static final int MOST_FILES = 200_000;

    private long bytes;
    private int files;

    private DiskUse() {}

    static long of(Path directory) throws IOException {
        DiskUse use = new DiskUse();
        Files.walkFileTree(directory, use);
        return use.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
        files++;
        return files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    /** What cannot be read, or went meanwhile, counts nothing. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
            Path directory, java.io.@org.jspecify.annotations.Nullable IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
