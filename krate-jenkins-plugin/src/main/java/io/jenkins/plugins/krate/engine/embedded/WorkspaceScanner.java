package io.jenkins.plugins.krate.engine.embedded;

import hudson.util.DirScanner;
import hudson.util.FileVisitor;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Finds the files and links of a workspace, without its {@code .git}. Unlike the scanners of Jenkins it never goes through a
 * link, behind which could lie any file of the controller.
 */
final class WorkspaceScanner extends DirScanner {

    private static final long serialVersionUID = 1;

    @Override
    public void scan(File directory, FileVisitor visitor) throws IOException {
        Path root = directory.toPath();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return path.equals(root.resolve(".git")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                boolean wanted = attributes.isRegularFile() || attributes.isSymbolicLink();
                if (wanted && !path.equals(root.resolve(".git"))) {
                    String name = root.relativize(path).toString().replace(File.separatorChar, '/');
                    scanSingle(path.toFile(), name, visitor);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
