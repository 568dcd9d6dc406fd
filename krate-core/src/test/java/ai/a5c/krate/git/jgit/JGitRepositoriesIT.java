package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.Repositories.LoggedCommit;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.testkit.OriginRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Mirrors, worktrees, patches and pushes against real repositories on disk. */
class JGitRepositoriesIT {

    private static final Limits SMALL =
            new Limits(100_000, 1_000_000, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

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

    @Test
    void aBranchThatIsLockedThereMayBePushedLater() throws IOException {
        Path heads = Files.createDirectories(origin.path().resolve("refs/heads/krate"));
        Path lock = Files.createFile(heads.resolve("run-1.lock"));
        assertThatExceptionOfType(GitRefusedException.class)
                .isThrownBy(() -> repositories.push(remote, base, "krate/run-1", Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("RemoteBusy"))
                .withMessageStartingWith("the remote of 'acme/app' has refs/heads/krate/run-1 locked (")
                .withMessageEndingWith("if no push is going on there, remove its .lock file");
        Files.delete(lock);
        assertThat(repositories.push(remote, base, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.PUSHED);
    }

    private static List<String> hostileRevisions() {
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

    @Test
    void aHostileRevisionNamesNothing() {
        assertThat(hostileRevisions())
                .allSatisfy(revision ->
                        assertThat(repositories.resolve(remote, revision)).isEmpty());
    }

    @Test
    void branchesWithHostileNamesAreOnlyNames() {
        List<String> names = List.of("a$(x)b", "-oProxyCommand=", "`id`", "x".repeat(230));
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
    void textThatWouldForgeTrailersIsRefused() {
        Patch patch = new Patch("", List.of());
        CommitText forged = new CommitText("a", "b", Instant.EPOCH, "x\n\nKrate-Effect: y", List.of());
        assertThat(code(() -> repositories.commit(remote, base, patch, forged))).isEqualTo("TextNotAllowed");
        CommitText person = new CommitText("a\nparent x", "b", Instant.EPOCH, "x", List.of());
        assertThat(code(() -> repositories.commit(remote, base, patch, person))).isEqualTo("TextNotAllowed");
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
