package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.Repositories.LoggedCommit;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Repositories.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What mirrors, worktrees, commits and pushes promise, whoever makes them. */
public interface RepositoriesContract {

    /** The implementation under test; twice the same one within a test. */
    Repositories repositories();

    /** A remote without any commit. */
    Remote remote();

    /** Commits {@code files} on top of {@code branch} on the remote, behind the implementation's back. */
    String commitOnRemote(String branch, Map<String, String> files);

    @Test
    default void nothingIsKnownBeforeTheFirstFetch() {
        assertThat(code(() -> repositories().resolve(remote(), "main"))).isEqualTo("NotFetched");
    }

    @Test
    default void aFetchShowsTheRemoteAsItIsThen() {
        String first = fetched("one\n");
        String second = commitOnRemote("main", Map.of("a.txt", "two\n"));
        assertThat(repositories().resolve(remote(), "main")).contains(first);
        assertThat(repositories().remoteHead(remote(), "main")).contains(second);
        repositories().fetch(remote());
        assertThat(repositories().resolve(remote(), "main")).contains(second);
        assertThat(repositories().resolve(remote(), "refs/heads/main")).contains(second);
        assertThat(repositories().resolve(remote(), first)).contains(first);
        assertThat(repositories().resolve(remote(), "topic")).isEmpty();
        assertThat(repositories().remoteHead(remote(), "topic")).isEmpty();
    }

    @Test
    default void aFileIsReadAtItsCommit() {
        String first = fetched("one\n");
        assertThat(repositories().read(remote(), first, "a.txt", 4))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("one\n"));
        assertThat(repositories().read(remote(), first, "a.txt", 3)).isEmpty();
        assertThat(repositories().read(remote(), first, "b.txt", 4)).isEmpty();
        assertThat(code(() -> repositories().read(remote(), missing(), "a.txt", 4)))
                .isEqualTo("CommitNotFound");
    }

    @Test
    default void aTreeNamesWhatIsWantedOfACommitByPath() {
        commitOnRemote("main", Map.of("b/c.txt", "same\n", "a.txt", "one\n", "b.txt", "same\n"));
        String second = commitOnRemote("main", Map.of("a.txt", "two\n"));
        repositories().fetch(remote());
        List<TreeEntry> all = repositories().tree(remote(), second, path -> true);
        assertThat(all)
                .extracting(TreeEntry::path, TreeEntry::kind, TreeEntry::target)
                .containsExactly(
                        tuple("a.txt", TreeEntry.Kind.FILE, ""),
                        tuple("b.txt", TreeEntry.Kind.FILE, ""),
                        tuple("b/c.txt", TreeEntry.Kind.FILE, ""));
        assertThat(all.get(1).id())
                .isEqualTo(all.get(2).id())
                .isNotEqualTo(all.get(0).id());
        assertThat(repositories().tree(remote(), second, path -> path.startsWith("b/")))
                .containsExactly(all.get(2));
        assertThat(repositories().tree(remote(), second, path -> false)).isEmpty();
        assertThat(code(() -> repositories().tree(remote(), missing(), path -> true)))
                .isEqualTo("CommitNotFound");
    }

    @Test
    default void untouchedPathsCountAsTheyAreInTheBaseWhateverStandsThere() throws IOException {
        commitOnRemote("main", Map.of("a.txt", "one\n", "b.txt", "b\n"));
        String first = commitOnRemote("main", Map.of("c.txt", "c\n"));
        repositories().fetch(remote());
        Path worktree = repositories().worktree(remote(), "run-1", first);
        Files.writeString(worktree.resolve("a.txt"), "changed\n");
        Files.delete(worktree.resolve("b.txt"));
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        Files.writeString(worktree.resolve("c.txt"), "mine\n");
        Set<String> untouched = Set.of("a.txt", "b.txt", "new.txt", "nowhere.txt");
        Patch patch = repositories().diff(remote(), "run-1", first, untouched);
        assertThat(patch.files()).extracting(ChangedFile::path).containsExactly("c.txt");
        assertThat(patch.text()).doesNotContain("changed", "new");
        String commit = repositories().commit(remote(), first, patch, text("Repair"));
        assertThat(repositories().read(remote(), commit, "a.txt", 10))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).isEqualTo(read(first, "a.txt").orElseThrow()));
        assertThat(repositories().read(remote(), commit, "b.txt", 10))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).isEqualTo(read(first, "b.txt").orElseThrow()));
        assertThat(repositories()
                        .diff(remote(), "run-1", first, Set.of("a.txt", "b.txt", "c.txt", "new.txt"))
                        .isEmpty())
                .isTrue();
    }

    private Optional<byte[]> read(String commit, String path) {
        return repositories().read(remote(), commit, path, 10);
    }

    @Test
    default void aWorktreeIsMadeOnceAndRemovedForGood() throws IOException {
        String first = fetched("one\n");
        Path worktree = repositories().worktree(remote(), "run-1", first);
        assertThat(worktree.resolve("a.txt")).hasContent("one\n");
        Files.writeString(worktree.resolve("a.txt"), "changed\n");
        assertThat(repositories().worktree(remote(), "run-1", first)).isEqualTo(worktree);
        assertThat(worktree.resolve("a.txt")).hasContent("changed\n");
        repositories().removeWorktree(remote(), "run-1");
        assertThat(worktree).doesNotExist();
        assertThat(code(() -> repositories().diff(remote(), "run-1", first))).isEqualTo("WorktreeNotFound");
        assertThat(code(() -> repositories().worktree(remote(), "run-1", missing())))
                .isEqualTo("CommitNotFound");
    }

    @Test
    default void whatChangedInAWorktreeBecomesTheSameCommitEveryTime() throws IOException {
        String first = fetched("one\n");
        Path worktree = repositories().worktree(remote(), "run-1", first);
        assertThat(repositories().diff(remote(), "run-1", first).isEmpty()).isTrue();
        Files.writeString(worktree.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(worktree.resolve("b.txt"), "new\n");
        Patch patch = repositories().diff(remote(), "run-1", first);
        assertThat(patch.files())
                .extracting(ChangedFile::path, ChangedFile::change)
                .containsExactlyInAnyOrder(tuple("a.txt", "modify"), tuple("b.txt", "add"));
        String commit = repositories().commit(remote(), first, patch, text("Repair"));
        assertThat(repositories().commit(remote(), first, patch, text("Repair")))
                .isEqualTo(commit)
                .isNotEqualTo(repositories().commit(remote(), first, patch, text("Other")));
        assertThat(repositories().read(remote(), commit, "b.txt", 10)).isPresent();
        assertThat(repositories().log(remote(), commit, 2))
                .extracting(LoggedCommit::id)
                .containsExactly(commit, first);
        assertThat(repositories().log(remote(), commit, 1).get(0).message()).isEqualTo("Repair\n\nKrate-Effect: abc\n");
    }

    @Test
    default void whatIsNoPatchDoesNotApply() {
        String first = fetched("one\n");
        assertThat(code(() -> repositories().commit(remote(), first, new Patch("hello", List.of()), text("x"))))
                .isEqualTo("PatchDoesNotApply");
    }

    @Test
    default void aPushHoldsItsLeaseOrDoesNothing() throws IOException {
        String first = fetched("one\n");
        String commit = oneCommit(first, "Repair");
        String other = oneCommit(first, "Other");
        assertThat(push(commit, Optional.of(first))).isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(push(commit, Optional.empty())).isEqualTo(PushOutcome.PUSHED);
        assertThat(push(commit, Optional.empty())).isEqualTo(PushOutcome.ALREADY_THERE);
        assertThat(push(other, Optional.empty())).isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(push(other, Optional.of(first))).isEqualTo(PushOutcome.LEASE_LOST);
        assertThat(push(other, Optional.of(commit)))
                .as("the lease holds, but this would be a forced push")
                .isEqualTo(PushOutcome.REJECTED);
        assertThat(repositories().remoteHead(remote(), "krate/run-1")).contains(commit);
        assertThat(repositories().push(remote(), commit, "main", Optional.of(first)))
                .isEqualTo(PushOutcome.PUSHED);
    }

    @Test
    default void aHostileBranchIsNeitherPushedNorAskedFor() {
        String first = fetched("one\n");
        assertThat(List.of(
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
                        "*"))
                .allSatisfy(branch -> {
                    assertThat(code(() -> repositories().push(remote(), first, branch, Optional.empty())))
                            .isEqualTo("RefNotAllowed");
                    assertThat(code(() -> repositories().remoteHead(remote(), branch)))
                            .isEqualTo("RefNotAllowed");
                });
    }

    private String fetched(String content) {
        String commit = commitOnRemote("main", Map.of("a.txt", content));
        repositories().fetch(remote());
        return commit;
    }

    private String oneCommit(String base, String subject) throws IOException {
        Path worktree = repositories().worktree(remote(), "run-1", base);
        Files.writeString(worktree.resolve("a.txt"), "fixed\n");
        return repositories().commit(remote(), base, repositories().diff(remote(), "run-1", base), text(subject));
    }

    private PushOutcome push(String commit, Optional<String> expected) {
        return repositories().push(remote(), commit, "krate/run-1", expected);
    }

    private static String missing() {
        return "0123456789".repeat(4);
    }

    private static CommitText text(String subject) {
        return new CommitText(
                "Krate Agent",
                "agent@example.org",
                Instant.parse("2026-02-03T04:05:06Z"),
                subject,
                List.of("Krate-Effect: abc"));
    }

    private static String code(Runnable action) {
        GitRefusedException refused = catchThrowableOfType(GitRefusedException.class, action::run);
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
