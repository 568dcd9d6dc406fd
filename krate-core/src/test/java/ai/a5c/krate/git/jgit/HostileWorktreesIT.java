package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.testkit.OriginRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may leave in its worktree, and beside it: nothing of it starts, counts, or leads out of the root. */
class HostileWorktreesIT {

    private static final String NAME = "run-1";

    @TempDir
    Path directory;

    private OriginRepository origin;
    private JGitRepositories repositories;
    private String first;
    private Path worktree;

    @BeforeEach
    void makeOne() {
        origin = OriginRepository.create(directory, "origin");
        repositories = new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard());
        first = origin.commit("main", Map.of("a.txt", "one\n", "dir/b.txt", "b\n"));
        repositories.fetch(remote());
        worktree = repositories.worktree(remote(), NAME, first);
    }

    private Remote remote() {
        return new Remote("acme/app", origin.url(), Optional.empty());
    }

    private Look look() {
        return repositories.worktrees().look(remote(), NAME, "main", List.of());
    }

    /** Does with the worktree whatever can be done with one. */
    private void everything() {
        look();
        repositories.diff(remote(), NAME, first);
        String saved = repositories.worktrees().save(remote(), NAME, first);
        repositories.worktrees().put(remote(), NAME, first, saved);
        repositories.worktrees().put(remote(), NAME, first, first);
        repositories.worktree(remote(), NAME, first);
    }

    @Test
    void noHookFilterMonitorOrMergeDriverOfAnAgentIsEverStarted() throws IOException {
        Path started = directory.resolve("started");
        String command = "touch " + started;
        String config = """
                [core]
                \tfsmonitor = %1$s
                \thooksPath = hooks
                \tpager = %1$s
                \tsshCommand = %1$s
                [filter "evil"]
                \tclean = %1$s
                \tsmudge = %1$s
                \tprocess = %1$s
                \trequired = true
                [diff "evil"]
                \ttextconv = %1$s
                \tcommand = %1$s
                [merge "evil"]
                \tdriver = %1$s
                """.formatted(command);
        Files.delete(worktree.resolve(".git"));
        Files.createDirectories(worktree.resolve(".git/hooks"));
        Path own = worktree.resolve(".git");
        Files.writeString(own.resolve("config"), config);
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/main\n");
        for (Path repository : List.of(own, mirror(), mirror().resolve("worktrees/" + NAME))) {
            Path hooks = Files.createDirectories(repository.resolve("hooks"));
            for (String hook : List.of("post-checkout", "pre-commit", "post-index-change", "reference-transaction")) {
                Path script = Files.writeString(hooks.resolve(hook), "#!/bin/sh\n" + command + "\n");
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.writeString(repository.resolve("config.worktree"), config);
        }
        Files.writeString(mirror().resolve("config"), config);
        Files.writeString(worktree.resolve(".gitattributes"), "* filter=evil diff=evil merge=evil\n");
        Files.writeString(worktree.resolve("a.txt"), "changed\n");
        everything();
        assertThat(started).doesNotExist();
        assertThat(worktree.resolve(".git")).isRegularFile();
        assertThat(worktree.resolve("a.txt")).hasContent("one\n");
    }

    private Path mirror() {
        return directory.resolve("root/mirrors/acme%2Fapp.git");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitdir: /etc\n", "gitdir: ../../../../elsewhere\n", "ref: refs/heads/main\n", "\0\0\0"})
    void aLinkThatLeadsElsewhereIsNotFollowed(String link) throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(worktree.resolve(".git"), link);
        everything();
        assertThat(worktree.resolve(".git")).hasContent("gitdir: " + mirror().resolve("worktrees/" + NAME));
        repositories.removeWorktree(remote(), NAME);
        assertThat(worktree).doesNotExist();
        assertThat(elsewhere.resolve("HEAD")).exists();
    }

    @Test
    void aDirectoryThatBecameALinkIsPutBackAndTheOtherEndStays() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("b.txt"), "precious\n");
        Files.delete(worktree.resolve("dir/b.txt"));
        Files.delete(worktree.resolve("dir"));
        Files.createSymbolicLink(worktree.resolve("dir"), outside);
        assertThat(look().dirty()).isTrue();
        repositories.worktrees().put(remote(), NAME, first, first);
        assertThat(worktree.resolve("dir"))
                .isDirectory()
                .satisfies(path -> assertThat(Files.isSymbolicLink(path)).isFalse());
        assertThat(worktree.resolve("dir/b.txt")).hasContent("b\n");
        assertThat(precious).hasContent("precious\n");
    }

    @Test
    void aWorktreeThatBecameALinkIsMissingAndOnlyTheLinkIsRemoved() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("precious.txt"), "precious\n");
        Files.move(worktree, directory.resolve("moved"));
        Files.createSymbolicLink(worktree, outside);
        assertThat(look()).isEqualTo(Look.MISSING);
        repositories.removeWorktree(remote(), NAME);
        assertThat(worktree).doesNotExist();
        assertThat(precious).hasContent("precious\n");
    }

    @Test
    void nothingIsRemovedOrWrittenThroughALinkAboveTheWorktree() throws IOException {
        Files.createDirectories(directory.resolve("outside/" + NAME));
        Path outside = directory.resolve("outside");
        Path precious = Files.writeString(outside.resolve(NAME + "/precious.txt"), "precious\n");
        Path above = directory.resolve("root/worktrees/acme%2Fapp");
        Files.move(above, directory.resolve("moved"));
        Files.createSymbolicLink(above, outside);
        assertThat(code(() -> repositories.removeWorktree(remote(), NAME))).isEqualTo("OutsideRoot");
        assertThat(code(() -> repositories.worktrees().put(remote(), NAME, first, first)))
                .isEqualTo("OutsideRoot");
        assertThat(code(this::look)).isEqualTo("OutsideRoot");
        assertThat(code(() -> repositories.worktree(remote(), "run-2", first))).isEqualTo("OutsideRoot");
        assertThat(precious).hasContent("precious\n");
        assertThat(outside.resolve("run-2")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside", "..", ".", "a/../../..", "/etc", "-rf", "a//b", "CON", "..%2F.."})
    void noNameLeadsOut(String name) throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        try {
            Path made = repositories.worktree(remote(), name, first);
            assertThat(made.toRealPath()
                            .startsWith(directory.resolve("root/worktrees").toRealPath()))
                    .isTrue();
            repositories.removeWorktree(remote(), name);
            assertThat(made).doesNotExist();
        } catch (GitRefusedException e) {
            assertThat(e.code()).isEqualTo("NameNotAllowed");
        }
        assertThat(outside).exists();
        assertThat(worktree).exists();
    }

    @Test
    void namesThatDifferInCaseAloneAreTwo() throws IOException {
        Path upper = repositories.worktree(remote(), "RUN-1", first);
        assertThat(upper.toString()).isNotEqualToIgnoringCase(worktree.toString());
        repositories.removeWorktree(remote(), "RUN-1");
        assertThat(worktree.resolve("a.txt")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ref: refs/../../../etc/passwd", "ref: HEAD", "ffffffffffffffffffffffffffffffffffffffff"})
    void aHeadThatIsNoneIsNone(String head) throws IOException {
        Files.writeString(mirror().resolve("worktrees/" + NAME + "/HEAD"), head + "\n");
        Files.writeString(mirror().resolve("worktrees/" + NAME + "/index"), "DIRC garbage");
        Look look = look();
        assertThat(look.head()).isEmpty();
        assertThat(look.branch()).isEmpty();
        assertThat(look.dirty()).isTrue();
        repositories.worktrees().put(remote(), NAME, first, first);
        assertThat(look().head()).isEqualTo(first);
    }

    @Test
    void whatAnAgentCommitsItselfIsSeenAndMoved() throws Exception {
        git(worktree, "checkout", "-q", "-b", "mine");
        Files.writeString(worktree.resolve("a.txt"), "mine\n");
        git(worktree, "commit", "-q", "-a", "-m", "mine");
        Look look = look();
        assertThat(look.branch()).isEqualTo("mine");
        assertThat(look.ahead()).isEqualTo(1);
        assertThat(look.dirty()).isFalse();
        String saved = repositories.worktrees().save(remote(), NAME, first);
        repositories.worktrees().put(remote(), NAME, first, saved);
        assertThat(worktree.resolve("a.txt")).hasContent("mine\n");
        assertThat(look().head()).isEqualTo(first);
        assertThat(look().dirty()).isTrue();
    }

    @Test
    void conflictsThatAnAgentMadeItselfAreSeen() throws Exception {
        git(worktree, "checkout", "-q", "-b", "mine");
        Files.writeString(worktree.resolve("a.txt"), "mine\n");
        git(worktree, "commit", "-q", "-a", "-m", "mine");
        git(worktree, "checkout", "-q", "-b", "theirs", first);
        Files.writeString(worktree.resolve("a.txt"), "theirs\n");
        git(worktree, "commit", "-q", "-a", "-m", "theirs");
        assertThat(run(worktree, "merge", "mine")).isNotZero();
        assertThat(look().conflicts()).containsExactly("a.txt");
        assertThat(look().dirty()).isTrue();
    }

    /** T09 of the mirror: what an outsider's agent commits, names and tags stays with outsiders. */
    @Test
    void refsAndObjectsOfAnUntrustedLaneAreNotThereForATrustedOne() throws Exception {
        Remote outsiders = remote().in(Lane.UNTRUSTED);
        Path theirs = repositories.worktree(outsiders, NAME, first);
        Files.writeString(theirs.resolve("a.txt"), "evil\n");
        git(theirs, "commit", "-q", "-a", "-m", "evil");
        git(theirs, "update-ref", "refs/heads/evil", "HEAD");
        git(theirs, "update-ref", "refs/heads/main", "HEAD");
        git(theirs, "tag", "v1");
        String evil = repositories
                .worktrees()
                .look(outsiders, NAME, "main", List.of())
                .head();
        assertThat(evil).isNotEmpty().isNotEqualTo(first);
        assertThat(repositories.resolve(remote(), "evil")).isEmpty();
        assertThat(repositories.resolve(remote(), "v1")).isEmpty();
        assertThat(repositories.resolve(remote(), "main")).contains(first);
        assertThat(repositories.resolve(remote(), evil)).isEmpty();
        assertThat(code(() -> repositories.worktree(remote(), "run-2", evil))).isEqualTo("CommitNotFound");
        assertThat(repositories
                        .worktrees()
                        .look(outsiders, NAME, "main", List.of())
                        .ahead())
                .as("compared with the mirror, not with refs of its own")
                .isEqualTo(1);
    }

    @Test
    void aPullRequestNeverBecomesABranch() {
        String fork = origin.commit("main-of-a-fork", Map.of("a.txt", "evil\n"));
        String bare = "--git-dir=" + origin.path();
        origin.git(bare, "update-ref", "refs/pull/7/head", fork);
        origin.git(bare, "update-ref", "refs/pull/7/merge", fork);
        origin.git(bare, "update-ref", "-d", "refs/heads/main-of-a-fork");
        repositories.fetch(remote());
        assertThat(repositories.resolve(remote(), "refs/pull/7/head")).contains(fork);
        assertThat(repositories.resolve(remote(), "main")).contains(first);
        assertThat(repositories.resolve(remote(), "main-of-a-fork")).isEmpty();
        assertThat(repositories.resolve(remote(), "pull/7/head")).isEmpty();
        assertThat(repositories.resolve(remote(), "7/head")).isEmpty();
    }

    private static void git(Path place, String... arguments) throws Exception {
        assertThat(run(place, arguments)).as(String.join(" ", arguments)).isZero();
    }

    private static int run(Path place, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=agent", "-c", "user.email=agent@localhost", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assertThat(said).doesNotContain("unknown option");
        return exit;
    }

    private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        GitRefusedException refused = catchThrowableOfType(GitRefusedException.class, call);
        return refused == null ? "" : refused.code();
    }
}
