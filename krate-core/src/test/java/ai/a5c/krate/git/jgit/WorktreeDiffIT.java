package ai.a5c.krate.git.jgit;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.testkit.OriginRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed in a worktree, whatever its user did to it. */
class WorktreeDiffIT {

    private static final Limits SMALL =
            new Limits(100_000, 1_000_000, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
    private static final CommitText TEXT = new CommitText(
            "Krate Agent",
            "agent@example.org",
            Instant.parse("2026-02-03T04:05:06Z"),
            "Repair the build",
            List.of("Krate-Run: run-1", "Krate-Effect: abc"));

    @TempDir
    Path directory;

    private OriginRepository origin;
    private JGitRepositories repositories;
    private Remote remote;
    private String base;

    @BeforeEach
    void fetchOneRepository() {
        origin = OriginRepository.create(directory, "origin");
        base = origin.commit("main", Map.of("README.md", "hello\n", "src/a.txt", "one\ntwo\nthree\n"));
        repositories = onRoot();
        remote = new Remote("acme/app", origin.url(), Optional.empty());
        repositories.fetch(remote);
    }

    private JGitRepositories onRoot() {
        return new JGitRepositories(root(), Set.of("file"), SMALL);
    }

    private Path root() {
        return directory.resolve("root");
    }

    @Test
    void aDiffHasEverythingThatChangedWithItsWarnings() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, ".gitignore", "build/\n");
        write(worktree, "build/out.txt", "ignored\n");
        write(worktree, "src/a.txt", "one\n2\nthree\nfour\n");
        write(worktree, ".github/workflows/ci.yml", "on: push\n");
        write(worktree, ".husky/pre-commit", "#!/bin/sh\n");
        write(worktree, "package-lock.json", "{}\n");
        write(worktree, "docs/CODEOWNERS", "* @me\n");
        write(worktree, "CLAUDE.md", "do\n");
        write(worktree, "run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(worktree.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.write(worktree.resolve("logo.bin"), new byte[] {0, 1, 2, (byte) 0xff});
        Files.createSymbolicLink(worktree.resolve("inside"), Path.of("src/a.txt"));
        Files.createSymbolicLink(worktree.resolve("src/passwd"), Path.of("../../etc/passwd"));
        Files.delete(worktree.resolve("README.md"));
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.files())
                .containsExactlyInAnyOrder(
                        new ChangedFile(".gitignore", "add", 1, 0, List.of()),
                        new ChangedFile("src/a.txt", "modify", 2, 1, List.of()),
                        new ChangedFile(".github/workflows/ci.yml", "add", 1, 0, List.of("ci-definition")),
                        new ChangedFile(".husky/pre-commit", "add", 1, 0, List.of("hook")),
                        new ChangedFile("package-lock.json", "add", 1, 0, List.of("lock-file")),
                        new ChangedFile("docs/CODEOWNERS", "add", 1, 0, List.of("codeowners")),
                        new ChangedFile("CLAUDE.md", "add", 1, 0, List.of("agent-configuration")),
                        new ChangedFile("run.sh", "add", 1, 0, List.of("executable")),
                        new ChangedFile("logo.bin", "add", 0, 0, List.of("binary")),
                        new ChangedFile("inside", "add", 1, 0, List.of("symlink")),
                        new ChangedFile("src/passwd", "add", 1, 0, List.of("outside", "symlink")),
                        new ChangedFile("README.md", "delete", 0, 1, List.of()));
        assertRoundTrip(worktree, patch);
    }

    @Test
    void anUntouchedWorktreeHasAnEmptyPatch() {
        repositories.worktree(remote, "run-1", base);
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch).isEqualTo(new Patch("", List.of()));
        assertThat(patch.isEmpty()).isTrue();
    }

    @Test
    void bytesThatAreNoUtf8SurviveAsBinaryPatches() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Files.write(worktree.resolve("latin.txt"), "gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        write(worktree, "utf8.txt", "gr\u00fc\u00dfe \u202e\n");
        write(worktree, "windows.txt", "a\r\nb\r\n");
        write(worktree, "no-newline.txt", "end");
        write(worktree, ".gitattributes", "*.txt text eol=crlf ident\n*.md -diff\n");
        write(worktree, "README.md", "shown\n");
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.text()).contains("+gr\u00fc\u00dfe", "+shown", "GIT binary patch", "+a\r\n");
        assertRoundTrip(worktree, patch);
    }

    @Test
    void nothingThatTheAgentWroteButFilesIsBelieved() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Path mirror = root().resolve("mirrors/acme%2Fapp.git");
        Path trap = directory.resolve("trapped");
        String command = "touch " + trap;
        Files.delete(worktree.resolve(".git"));
        evilRepository(worktree.resolve(".git"), command);
        write(worktree, "src/sub/inner.txt", "inner\n");
        evilRepository(worktree.resolve("src/sub/.git"), command);
        Files.writeString(
                mirror.resolve("config"),
                "[core]\n\tfsmonitor = \"%1$s\"\n[filter \"x\"]\n\tclean = %1$s\n\tsmudge = %1$s\n".formatted(command));
        write(worktree, ".gitattributes", "* filter=x diff=x\n");
        Files.writeString(mirror.resolve("worktrees/run-1/index"), "junk");
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.files())
                .extracting(ChangedFile::path)
                .containsExactlyInAnyOrder(".gitattributes", "src/sub/inner.txt");
        assertRoundTrip(worktree, patch);
        repositories.worktree(remote, "run-2", base);
        repositories.worktree(remote, "run-1", base);
        assertThat(worktree.resolve(".git")).content().startsWith("gitdir: ");
        assertThat(mirror.resolve("config")).content().doesNotContain("touch", "filter");
        assertThat(trap).doesNotExist();
        origin.git("-C", worktree.resolve("src/sub").toString(), "status");
        assertThat(trap).as("the trap works").exists();
    }

    @Test
    void namesOutsideOfAsciiAreKeptWhateverTheLocaleIs() throws IOException {
        Path given = Files.writeString(directory.resolve("given.patch"), """
                diff --git "a/gr\\303\\274n/\\"x\\".txt" "b/gr\\303\\274n/\\"x\\".txt"
                new file mode 100644
                --- /dev/null
                +++ "b/gr\\303\\274n/\\"x\\".txt"
                @@ -0,0 +1 @@
                +hello
                """);
        origin.git("apply", "--index", given.toString());
        String theirs = origin.commitAll("main");
        Files.writeString(origin.path().resolve("packed-refs"), theirs + " refs/heads/gr\u00fcn\n");
        repositories.fetch(remote);
        assertThat(repositories.resolve(remote, "main")).contains(theirs);
        assertThat(repositories.resolve(remote, "gr\u00fcn").orElse(theirs)).isEqualTo(theirs);
        repositories.worktree(remote, "run-1", theirs);
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.files()).extracting(ChangedFile::path).containsExactly("gr\u00fcn/\"x\".txt");
        String ours = repositories.commit(remote, base, patch, TEXT);
        assertThat(repositories.read(remote, ours, "gr\u00fcn/\"x\".txt", 100)).isPresent();
    }

    private static void evilRepository(Path place, String command) throws IOException {
        Files.createDirectories(place.resolve("objects"));
        Files.createDirectories(place.resolve("refs"));
        Files.createDirectories(place.resolve("hooks"));
        Files.writeString(place.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(place.resolve("config"), "[core]\n\tfsmonitor = \"%s\"\n".formatted(command));
        Path hook = Files.writeString(place.resolve("hooks/post-checkout"), "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void filesDirectoriesAndLinksChangePlaces() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Files.delete(worktree.resolve("src/a.txt"));
        Files.delete(worktree.resolve("src"));
        Files.createSymbolicLink(worktree.resolve("src"), directory);
        Files.writeString(directory.resolve("a.txt"), "secret outside\n");
        Files.delete(worktree.resolve("README.md"));
        write(worktree, "README.md/now", "a directory\n");
        write(worktree, ".gitignore", "src\n");
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.text()).doesNotContain("secret outside");
        assertThat(patch.files().stream().collect(toMap(ChangedFile::path, ChangedFile::change)))
                .containsEntry("src/a.txt", "delete")
                .containsEntry("README.md/now", "add");
    }

    @Test
    void committedChangesCountLikeOthers() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, "src/a.txt", "committed\n");
        origin.git("-C", worktree.toString(), "commit", "-q", "-a", "-m", "by the agent");
        Patch patch = repositories.diff(remote, "run-1", base);
        assertThat(patch.files()).containsExactly(new ChangedFile("src/a.txt", "modify", 1, 3, List.of()));
    }

    @Test
    void aPatchOrFileThatIsTooLargeIsRefused() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, "long.txt", "0123456789\n".repeat(10_000));
        assertThat(code(() -> repositories.diff(remote, "run-1", base))).isEqualTo("PatchTooLarge");
        write(worktree, "long.txt", "0".repeat(1_000_001));
        GitRefusedException refused = refusal(() -> repositories.diff(remote, "run-1", base));
        assertThat(refused)
                .hasMessage("the changed file 'long.txt' has 1000001 bytes; at most 1000000 are allowed; remove or"
                        + " ignore it");
        assertThat(code(() -> repositories.commit(remote, base, new Patch("x".repeat(100_001), List.of()), TEXT)))
                .isEqualTo("PatchTooLarge");
    }

    @Test
    void aPatchThatDoesNotApplyIsRefused() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, "src/a.txt", "fixed\n");
        Patch patch = repositories.diff(remote, "run-1", base);
        String moved = origin.commit("main", Map.of("src/a.txt", "quite\nelse\n"));
        repositories.fetch(remote);
        assertThat(code(() -> repositories.commit(remote, moved, patch, TEXT))).isEqualTo("PatchDoesNotApply");
    }

    private static List<String> hostilePaths() {
        return List.of("../outside", ".git/config", "/etc/passwd", "a/../../b", ".GIT/hooks/x", "sub/.git/config");
    }

    @Test
    void aPatchToAHostilePathIsRefused() {
        assertThat(hostilePaths()).allSatisfy(path -> {
            String text = """
                    diff --git a/%1$s b/%1$s
                    new file mode 100644
                    --- /dev/null
                    +++ b/%1$s
                    @@ -0,0 +1 @@
                    +owned
                    """.formatted(path);
            assertThat(code(() -> repositories.commit(remote, base, new Patch(text, List.of()), TEXT)))
                    .isEqualTo("PatchDoesNotApply");
        });
    }

    /** The patch makes a commit that has the worktree's bytes. */
    private void assertRoundTrip(Path worktree, Patch patch) throws IOException {
        String commit = repositories.commit(remote, base, patch, TEXT);
        for (ChangedFile file : patch.files()) {
            Path path = worktree.resolve(file.path());
            if (Files.isRegularFile(path) && !Files.isSymbolicLink(path)) {
                assertThat(repositories.read(remote, commit, file.path(), 1_000_000))
                        .as(file.path())
                        .hasValueSatisfying(bytes -> assertThat(path).hasBinaryContent(bytes));
            } else {
                assertThat(repositories.read(remote, commit, file.path(), 1_000_000))
                        .isEmpty();
            }
        }
    }

    private static void write(Path worktree, String path, String content) throws IOException {
        Files.createDirectories(worktree.resolve(path).getParent());
        Files.writeString(worktree.resolve(path), content);
    }

    private static GitRefusedException refusal(Runnable action) {
        GitRefusedException refused = catchThrowableOfType(GitRefusedException.class, action::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static String code(Runnable action) {
        return refusal(action).code();
    }
}
