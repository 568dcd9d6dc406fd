package ai.a5c.krate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository that plays the forge's side, filled by native git; every commit of the same files has the same id. */
public final class OriginRepository {

    private final Path bare;
    private final Path work;

    private OriginRepository(Path bare, Path work) {
        this.bare = bare;
        this.work = work;
    }

    /** An empty repository {@code name}.git below {@code directory}, with {@code main} as its default branch. */
    public static OriginRepository create(Path directory, String name) {
        try {
            Path bare = directory.resolve(name + ".git");
            Path work = Files.createDirectories(directory.resolve(name + "-work"));
            OriginRepository origin = new OriginRepository(bare, work);
            Files.createDirectories(bare);
            origin.git("init", "-q", "--bare", "-b", "main", bare.toString());
            origin.git("init", "-q", "-b", "main", work.toString());
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bare repository. */
    public Path path() {
        return bare;
    }

    /** Its {@code file:} URL. */
    public String url() {
        return "file://" + bare;
    }

    /** Commits {@code files} on top of {@code branch}, makes the branch if needed, and gives the commit's id. */
    public String commit(String branch, Map<String, String> files) {
        try {
            git("symbolic-ref", "HEAD", "refs/heads/" + branch);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = work.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return commitAll(branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where files can be changed before {@link #commitAll}. */
    public Path work() {
        return work;
    }

    /** Commits everything in {@link #work} to {@code branch} and pushes it. */
    public String commitAll(String branch) {
        git("symbolic-ref", "HEAD", "refs/heads/" + branch);
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "work on " + branch);
        git("push", "-q", "-f", bare.toString(), "refs/heads/" + branch);
        return git("rev-parse", "HEAD").strip();
    }

    /** What a ref of the bare repository is at, or an empty text. */
    public String at(String ref) {
        return git("--git-dir=" + bare, "for-each-ref", "--format=%(objectname)", ref)
                .strip();
    }

    /** Runs git in {@link #work} and gives its output. */
    public String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "Someone",
                        "GIT_AUTHOR_EMAIL", "someone@example.org",
                        "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
                        "GIT_COMMITTER_NAME", "Someone",
                        "GIT_COMMITTER_EMAIL", "someone@example.org",
                        "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z"));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
