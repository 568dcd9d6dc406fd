package ai.a5c.krate.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small real Git repository with a failing test, made from the example's files. */
final class DemoRepository {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_AUTHOR_NAME", "Alice",
            "GIT_AUTHOR_EMAIL", "alice@example.test",
            "GIT_COMMITTER_NAME", "Alice",
            "GIT_COMMITTER_EMAIL", "alice@example.test");

    private final Path bare;

    private DemoRepository(Path bare) {
        this.bare = bare;
    }

    static DemoRepository make(Path example, Path directory) {
        Path tree = directory.resolve("app");
        Path bare = directory.resolve("app.git");
        copy(example, tree);
        git(directory, "init", "--quiet", "--initial-branch=main", tree.toString());
        git(tree, "add", "--all");
        git(tree, "commit", "--quiet", "--message", "A till that counts");
        git(directory, "clone", "--quiet", "--bare", tree.toString(), bare.toString());
        return new DemoRepository(bare);
    }

    /** Where Git clones it. */
    String cloneUrl() {
        return "file://" + bare;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new DemoException("NO_EXAMPLE", "the example's files cannot be copied: " + e, 1);
        }
    }

    private static void git(Path directory, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(ENVIRONMENT);
            Process process = builder.start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new DemoException("GIT_FAILED", "git %s failed".formatted(arguments[0]), 1);
            }
        } catch (IOException e) {
            throw new DemoException("GIT_MISSING", "git cannot be started; install it: " + e, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("INTERRUPTED", "interrupted", 1);
        }
    }
}
