package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A git directory for one operation, with an index and a configuration that nobody else has seen; the mirror lends its
 * objects.
 */
record ScratchGitDirectory(Path directory, Removal removal, Optional<Path> objects) implements AutoCloseable {

    /** One that can read the mirror's objects and keeps new ones to itself, looking at {@code worktree} if there is one. */
    static ScratchGitDirectory create(Layout layout, Path mirror, Optional<Path> worktree) throws IOException {
        Path directory = layout.scratch().resolve(UUID.randomUUID().toString());
        Files.createDirectories(directory.resolve("objects/info"));
        Files.createDirectories(directory.resolve("refs"));
        Files.createDirectories(directory.resolve("info"));
        Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/none\n");
        Files.writeString(directory.resolve("config"), config(worktree));
        Files.writeString(directory.resolve("info/attributes"), Mirror.RAW_BYTES);
        Files.writeString(directory.resolve("objects/info/alternates"), mirror.resolve("objects") + "\n");
        return new ScratchGitDirectory(directory, new Removal(layout.trash()), Optional.empty());
    }

    /** The same, with new objects kept in {@code mirror}. */
    ScratchGitDirectory keeping(Path mirror) {
        return new ScratchGitDirectory(directory, removal, Optional.of(mirror.resolve("objects")));
    }

    private static String config(Optional<Path> worktree) {
        String place = worktree.map(path -> "\tbare = false\n\tworktree = \"%s\"\n"
                        .formatted(path.toString().replace("\\", "\\\\").replace("\"", "\\\"")))
                .orElse("\tbare = true\n");
        return "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tquotePath = false\n" + place;
    }

    NativeGit.Call call(String... arguments) {
        NativeGit.Call call =
                new NativeGit.Call(directory, directory, arguments).with("GIT_INDEX_FILE", index().toString());
        return objects.map(place -> call.with("GIT_OBJECT_DIRECTORY", place.toString()))
                .orElse(call);
    }

    Path index() {
        return directory.resolve("index");
    }

    /** A file with {@code content} for git to read. */
    Path input(byte[] content) throws IOException {
        return Files.write(directory.resolve("input-" + UUID.randomUUID()), content);
    }

    /** From now on differences are shown in ASCII: paths quoted, contents as binary patches. */
    void makeAscii() throws IOException {
        Files.writeString(directory.resolve("info/attributes"), Mirror.RAW_BYTES + "* -diff\n");
        Files.writeString(directory.resolve("config"), "[core]\n\tquotePath = true\n", StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        removal.remove(directory);
    }
}
