package ai.a5c.krate.git.jgit;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.Repositories.LoggedCommit;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.PushOutcome;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mirrors, worktrees, patches and pushes against real repositories on disk. */
class JGitRepositoriesIT {

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
    void aFetchBringsHeadsTagsPullRequestsAndTheDefaultBranch() {
        origin.git("--git-dir=" + origin.path(), "update-ref", "refs/pull/7/head", base);
        origin.git("--git-dir=" + origin.path(), "update-ref", "refs/other/x", base);
        origin.git("--git-dir=" + origin.path(), "tag", "-m", "first", "v1", base);
        repositories.fetch(remote);
        assertThat(Stream.of("main", "refs/heads/main", "refs/pull/7/head", "v1", "HEAD", base)
                        .map(revision -> repositories.resolve(remote, revision)))
                .containsOnly(Optional.of(base));
        assertThat(repositories.resolve(remote, "refs/other/x")).isEmpty();
    }

    @Test
    void aFetchFollowsForcedDeletedAndClashingBranches() {
        origin.commit("topic", Map.of("b.txt", "b\n"));
        repositories.fetch(remote);
        origin.git("branch", "-m", "topic", "elsewhere");
        origin.git("push", "-q", origin.path().toString(), ":refs/heads/topic");
        origin.git("checkout", "-q", "main");
        String below = origin.commit("topic/below", Map.of("c.txt", "c\n"));
        origin.git("commit", "-q", "--amend", "-m", "other");
        origin.git("push", "-q", "-f", origin.path().toString(), "HEAD:refs/heads/main");
        repositories.fetch(remote);
        assertThat(repositories.resolve(remote, "topic")).isEmpty();
        assertThat(repositories.resolve(remote, "topic/below")).contains(below);
        assertThat(repositories.resolve(remote, "main")).contains(origin.at("refs/heads/main"));
    }

    @Test
    void anEmptyRepositoryIsMirroredToo() {
        OriginRepository empty = OriginRepository.create(directory, "empty");
        Remote nothing = new Remote("acme/empty", empty.url(), Optional.empty());
        repositories.fetch(nothing);
        assertThat(repositories.resolve(nothing, "main")).isEmpty();
        assertThat(repositories.remoteHead(nothing, "main")).isEmpty();
    }

    static List<String> hostileRevisions() {
        return List.of(
                "a$(x)b",
                "-oProxyCommand=",
                "../x",
                "@{-1}",
                "main@{1}",
                "main^",
                "HEAD:README.md",
                ":/work",
                "",
                "x".repeat(255),
                "x".repeat(5000),
                "nul\0nul",
                "refs/heads/../../config",
                "a\nb",
                "--upload-pack=x");
    }

    @ParameterizedTest
    @MethodSource("hostileRevisions")
    void aHostileRevisionNamesNothing(String revision) {
        assertThat(repositories.resolve(remote, revision)).isEmpty();
    }

    @Test
    void branchesWithHostileNamesAreOnlyNames() {
        List<String> names = List.of("a$(x)b", "-oProxyCommand=", "`id`", "ü", "x".repeat(230));
        for (String name : names) {
            origin.git("--git-dir=" + origin.path(), "update-ref", "refs/heads/" + name, base);
        }
        repositories.fetch(remote);
        assertThat(names.stream().map(name -> repositories.resolve(remote, name)))
                .containsOnly(Optional.of(base));
    }

    @Test
    void aFileIsReadAtItsCommitIfItIsAFileAndSmallEnough() throws IOException {
        Files.createSymbolicLink(origin.work().resolve("link"), Path.of("/etc/passwd"));
        String commit = origin.commitAll("main");
        repositories.fetch(remote);
        assertThat(repositories.read(remote, commit, "src/a.txt", 100))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("one\ntwo\nthree\n"));
        assertThat(Stream.of("link", "src", "", "/src/a.txt", "src/", "../x", "missing", "a\0b")
                        .map(path -> repositories.read(remote, commit, path, 100)))
                .containsOnly(Optional.empty());
        assertThat(repositories.read(remote, commit, "src/a.txt", 13)).isEmpty();
        assertThat(repositories.read(remote, commit, "src/a.txt", 14)).isPresent();
    }

    @Test
    void theLogFollowsFirstParentsUpToTheLimit() {
        String second = origin.commit("main", Map.of("README.md", "again\n"));
        repositories.fetch(remote);
        assertThat(repositories.log(remote, second, 5))
                .containsExactly(new LoggedCommit(second, "work on main\n"), new LoggedCommit(base, "work on main\n"));
        assertThat(repositories.log(remote, second, 1)).hasSize(1);
    }

    @Test
    void whatIsNotThereIsRefusedByName() {
        String missing = "0123456789012345678901234567890123456789";
        assertThat(code(() -> repositories.worktree(remote, "w", missing))).isEqualTo("CommitNotFound");
        assertThat(code(() -> repositories.read(remote, "main", "a", 1))).isEqualTo("CommitNotFound");
        assertThat(code(() -> repositories.diff(remote, "w", base))).isEqualTo("WorktreeNotFound");
        Remote unknown = new Remote("acme/none", "file:///nowhere/at/all", Optional.empty());
        assertThat(code(() -> repositories.resolve(unknown, "main"))).isEqualTo("NotFetched");
        assertThat(code(() -> repositories.fetch(unknown))).isEqualTo("RepositoryNotFound");
        assertThat(code(() -> repositories.fetch(new Remote("a b", origin.url(), Optional.empty()))))
                .isEqualTo("NameNotAllowed");
    }

    @Test
    void aWorktreeHasTheFilesOfItsCommitAndIsFoundAgainAsItIs() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        assertThat(worktree).startsWith(root());
        assertThat(worktree.resolve("src/a.txt")).hasContent("one\ntwo\nthree\n");
        Files.writeString(worktree.resolve("src/a.txt"), "changed\n");
        assertThat(onRoot().worktree(remote, "run-1", base)).isEqualTo(worktree);
        assertThat(worktree.resolve("src/a.txt")).hasContent("changed\n");
    }

    @Test
    void aRemovedWorktreeIsMadeAnew() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Path outside = Files.writeString(directory.resolve("outside.txt"), "mine\n");
        Path outsideDirectory = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outsideDirectory.resolve("kept.txt"), "mine\n");
        Files.createSymbolicLink(worktree.resolve("link"), outside);
        Files.createSymbolicLink(worktree.resolve("links"), outsideDirectory);
        Path deep = worktree;
        for (int i = 0; i < 300; i++) {
            deep = Files.createDirectory(deep.resolve("deeper"));
        }
        repositories.removeWorktree(remote, "run-1");
        assertThat(worktree).doesNotExist();
        assertThat(outside).exists();
        assertThat(outsideDirectory.resolve("kept.txt")).exists();
        assertThat(repositories.worktree(remote, "run-1", base).resolve("README.md"))
                .hasContent("hello\n");
        repositories.removeWorktree(remote, "never-was");
    }

    @Test
    void aWorktreeThatBecameALinkIsRemovedWithoutFollowingIt() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "mine\n");
        Files.move(worktree, directory.resolve("moved"));
        Files.createSymbolicLink(worktree, outside);
        assertThat(code(() -> repositories.diff(remote, "run-1", base))).isEqualTo("WorktreeNotFound");
        repositories.removeWorktree(remote, "run-1");
        assertThat(worktree).doesNotExist();
        assertThat(outside.resolve("kept.txt")).exists();
    }

    @Test
    void aCloneKilledHalfWayIsMadeAgain() throws IOException {
        Path mirror = root().resolve("mirrors/acme%2Fapp.git");
        assertThat(mirror).isDirectory();
        Files.delete(mirror.resolve("krate-mirror"));
        Files.delete(mirror.resolve("HEAD"));
        Path unfinished = Files.createDirectories(root().resolve("mirrors/acme%2Fapp.unfinished/objects"));
        Files.writeString(unfinished.resolve("junk"), "junk");
        JGitRepositories restarted = onRoot();
        assertThat(code(() -> restarted.resolve(remote, "main"))).isEqualTo("NotFetched");
        restarted.fetch(remote);
        assertThat(restarted.resolve(remote, "main")).contains(base);
    }

    @Test
    void aFetchKilledHalfWayDoesNotLockTheMirror() throws IOException {
        Path mirror = root().resolve("mirrors/acme%2Fapp.git");
        Files.writeString(mirror.resolve("packed-refs.lock"), "");
        Files.writeString(mirror.resolve("HEAD.lock"), "");
        Files.createDirectories(mirror.resolve("refs/heads"));
        Files.writeString(mirror.resolve("refs/heads/main.lock"), "");
        String next = origin.commit("main", Map.of("README.md", "again\n"));
        onRoot().fetch(remote);
        assertThat(repositories.resolve(remote, "main")).contains(next);
    }

    @Test
    void aWorktreeKilledHalfWayIsMadeAgain() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        Path administration = root().resolve("mirrors/acme%2Fapp.git/worktrees/run-1");
        Files.delete(administration.resolve("krate-index"));
        Files.writeString(administration.resolve("locked"), "initializing");
        Files.delete(worktree.resolve("README.md"));
        assertThat(onRoot().worktree(remote, "run-1", base).resolve("README.md"))
                .hasContent("hello\n");
    }

    @Test
    void manyThreadsAndInstancesFetchAndMakeTheSameWorktreeAtOnce() throws Exception {
        Remote fresh = new Remote("acme/fresh", origin.url(), Optional.empty());
        ExecutorService threads = Executors.newFixedThreadPool(6);
        Callable<Path> work = () -> {
            JGitRepositories own = onRoot();
            own.fetch(fresh);
            return own.worktree(fresh, "shared", base);
        };
        List<Future<Path>> futures =
                threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> work).toList());
        for (Future<Path> future : futures) {
            assertThat(future.get().resolve("src/a.txt")).hasContent("one\ntwo\nthree\n");
        }
        threads.shutdownNow();
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
        assertThat(trap).doesNotExist();
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
    void aCommitIsTheSameForTheSameArguments() throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, "src/a.txt", "fixed\n");
        Patch patch = repositories.diff(remote, "run-1", base);
        String commit = repositories.commit(remote, base, patch, TEXT);
        assertThat(onRoot().commit(remote, base, patch, TEXT)).isEqualTo(commit);
        assertThat(repositories.log(remote, commit, 1).get(0).message())
                .isEqualTo("Repair the build\n\nKrate-Run: run-1\nKrate-Effect: abc\n");
        assertThat(repositories.log(remote, commit, 2))
                .extracting(LoggedCommit::id)
                .containsExactly(commit, base);
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

    static List<String> hostilePaths() {
        return List.of("../outside", ".git/config", "/etc/passwd", "a/../../b", ".GIT/hooks/x", "sub/.git/config");
    }

    @ParameterizedTest
    @MethodSource("hostilePaths")
    void aPatchToAHostilePathIsRefused(String path) {
        String text = """
                diff --git a/%1$s b/%1$s
                new file mode 100644
                --- /dev/null
                +++ b/%1$s
                @@ -0,0 +1 @@
                +owned
                """.formatted(path);
        assertThat(code(() -> repositories.commit(remote, base, new Patch(text, List.of()), TEXT)))
                .isIn("PatchDoesNotApply");
    }

    @Test
    void textThatWouldForgeTrailersIsRefused() {
        Patch patch = new Patch("", List.of());
        CommitText forged = new CommitText("a", "b", Instant.EPOCH, "x\n\nKrate-Effect: y", List.of());
        assertThat(code(() -> repositories.commit(remote, base, patch, forged))).isEqualTo("TextNotAllowed");
        CommitText person = new CommitText("a\nparent x", "b", Instant.EPOCH, "x", List.of());
        assertThat(code(() -> repositories.commit(remote, base, patch, person))).isEqualTo("TextNotAllowed");
    }

    @Test
    void aPushMakesTheBranchOnceAndLosesItsLeaseToOthers() throws IOException {
        String commit = oneCommit("fixed\n");
        assertThat(repositories.push(remote, commit, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.PUSHED);
        assertThat(repositories.remoteHead(remote, "krate/run-1")).contains(commit);
        assertThat(repositories.push(remote, commit, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.ALREADY_THERE);
        String other = oneCommit("other\n");
        assertThat(repositories.push(remote, other, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(repositories.push(remote, other, "krate/run-1", Optional.of(base)))
                .isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(repositories.push(remote, other, "krate/run-1", Optional.of(commit)))
                .as("the lease holds, but that would be a forced push")
                .isEqualTo(PushOutcome.REJECTED);
        assertThat(repositories.push(remote, other, "krate/run-2", Optional.of(base)))
                .as("the branch is gone")
                .isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(origin.at("refs/heads/krate/run-1")).isEqualTo(commit);
        assertThat(repositories.push(remote, commit, "main", Optional.of(base))).isEqualTo(PushOutcome.PUSHED);
    }

    static List<String> hostileBranches() {
        return List.of(
                "",
                "-oProxyCommand=",
                "../x",
                "@{-1}",
                "a..b",
                "a b",
                "a\0b",
                "x".repeat(256),
                "a:b",
                "a^",
                "x.lock",
                "a\u202eb",
                "a/",
                "krate/\nx",
                "a\\b",
                "*");
    }

    @ParameterizedTest
    @MethodSource("hostileBranches")
    void aHostileBranchIsNeitherPushedNorAskedFor(String branch) {
        assertThat(code(() -> repositories.push(remote, base, branch, Optional.empty())))
                .isEqualTo("RefNotAllowed");
        assertThat(code(() -> repositories.remoteHead(remote, branch))).isEqualTo("RefNotAllowed");
    }

    private String oneCommit(String content) throws IOException {
        Path worktree = repositories.worktree(remote, "run-1", base);
        write(worktree, "src/a.txt", content);
        return repositories.commit(remote, base, repositories.diff(remote, "run-1", base), TEXT);
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
