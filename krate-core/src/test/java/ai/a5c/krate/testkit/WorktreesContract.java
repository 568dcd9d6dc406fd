package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.git.Worktrees.Merged;
import ai.a5c.krate.git.Worktrees.RebaseOrder;
import ai.a5c.krate.git.Worktrees.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looking at, saving, changing and bringing back worktrees promises, whoever does it. */
public interface WorktreesContract {

    String WS = "run-1";

    /** The implementation under test; twice the same one within a test. */
    Repositories repositories();

    /** A remote without any commit. */
    Remote remote();

    /** Commits {@code files} on top of {@code branch} on the remote, behind the implementation's back. */
    String commitOnRemote(String branch, Map<String, String> files);

    private Worktrees worktrees() {
        return repositories().worktrees();
    }

    private String fetched() {
        String first = commitOnRemote("main", Map.of("a.txt", "one\ntwo\nthree\n", "b.txt", "b\n"));
        repositories().fetch(remote());
        return first;
    }

    private Path made(String commit) {
        return repositories().worktree(remote(), WS, commit);
    }

    private String moved(Map<String, String> files) {
        String next = commitOnRemote("main", files);
        repositories().fetch(remote());
        return next;
    }

    @Test
    default void thePlaceHasANameThatStays() {
        assertThat(worktrees().host())
                .matches("[a-z0-9-]{1,60}")
                .isEqualTo(worktrees().host());
    }

    @Test
    default void aWorktreeThatIsNotThereIsMissing() {
        fetched();
        assertThat(worktrees().look(remote(), WS, "main", List.of())).isEqualTo(Look.MISSING);
        assertThat(code(() -> worktrees().save(remote(), WS, fetched()))).isEqualTo("WorktreeNotFound");
    }

    @Test
    default void anEmptyDirectoryIsMadeOnceAndRemovedForGood() throws IOException {
        fetched();
        Path directory = worktrees().empty(remote(), "run-2");
        assertThat(directory).isEmptyDirectory();
        Files.writeString(directory.resolve("a.txt"), "a\n");
        assertThat(worktrees().empty(remote(), "run-2").resolve("a.txt")).exists();
        repositories().removeWorktree(remote(), "run-2");
        assertThat(directory).doesNotExist();
    }

    @Test
    default void aLookSaysHowFarItIsFromItsUpstreamAndWhetherThereIsWork() throws IOException {
        String first = fetched();
        Path worktree = made(first);
        Look clean = worktrees().look(remote(), WS, "main", List.of());
        assertThat(clean).isEqualTo(new Look(false, "", first, 0, 0, false, List.of(), clean.bytes()));
        assertThat(clean.bytes()).isGreaterThanOrEqualTo(16);
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        moved(Map.of("b.txt", "other\n"));
        Look dirty = worktrees().look(remote(), WS, "refs/heads/main", List.of());
        assertThat(dirty).isEqualTo(new Look(false, "", first, 0, 1, true, List.of(), dirty.bytes()));
        assertThat(worktrees().look(remote(), WS, "gone", List.of()).behind()).isZero();
    }

    @Test
    default void workIsSavedAndPutBackWhateverCameAfter() throws IOException {
        String first = fetched();
        Path worktree = made(first);
        Files.writeString(worktree.resolve("a.txt"), "changed\n");
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        Files.delete(worktree.resolve("b.txt"));
        String saved = worktrees().save(remote(), WS, first);
        assertThat(worktrees().save(remote(), WS, first)).isEqualTo(saved);
        Files.writeString(worktree.resolve("a.txt"), "spoiled\n");
        Files.writeString(worktree.resolve("more.txt"), "more\n");
        worktrees().put(remote(), WS, first, saved);
        assertThat(worktree.resolve("a.txt")).hasContent("changed\n");
        assertThat(worktree.resolve("new.txt")).hasContent("new\n");
        assertThat(worktree.resolve("b.txt")).doesNotExist();
        assertThat(worktree.resolve("more.txt")).doesNotExist();
        assertThat(worktrees().look(remote(), WS, "main", List.of()).dirty()).isTrue();
        worktrees().put(remote(), WS, first, first);
        assertThat(worktree.resolve("a.txt")).hasContent("one\ntwo\nthree\n");
        assertThat(worktrees().look(remote(), WS, "main", List.of()).dirty()).isFalse();
        assertThat(repositories().diff(remote(), WS, first).isEmpty()).isTrue();
        assertThat(code(() -> worktrees().put(remote(), WS, first, "0".repeat(39) + "1")))
                .isEqualTo("CommitNotFound");
    }

    @Test
    default void untouchedPathsAreNeitherDirtNorWork() throws IOException {
        String first = fetched();
        assertThat(worktrees().find(remote(), WS)).isEmpty();
        Path worktree = made(first);
        assertThat(worktrees().find(remote(), WS)).contains(worktree);
        Files.writeString(worktree.resolve("a.txt"), "changed\n");
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        Files.delete(worktree.resolve("b.txt"));
        Set<String> all = Set.of("a.txt", "b.txt", "new.txt");
        assertThat(worktrees().look(remote(), WS, "main", List.of(), all).dirty())
                .isFalse();
        assertThat(worktrees()
                        .look(remote(), WS, "main", List.of(), Set.of("a.txt", "b.txt"))
                        .dirty())
                .isTrue();
        String nothing = worktrees().save(remote(), WS, first, all);
        assertThat(repositories().tree(remote(), nothing, path -> true))
                .isEqualTo(repositories().tree(remote(), first, path -> true));
        String some = worktrees().save(remote(), WS, first, Set.of("a.txt", "b.txt"));
        assertThat(repositories().read(remote(), some, "new.txt", 10)).isPresent();
        assertThat(repositories().read(remote(), some, "b.txt", 10)).isPresent();
    }

    @Test
    default void aSecludedGitDirectoryIsMadeAnewEachTimeAndGoesWithTheWorktree() throws IOException {
        String first = fetched();
        assertThat(code(() -> worktrees().secluded(remote(), WS, first, Set.of())))
                .isEqualTo("WorktreeNotFound");
        Path worktree = made(first);
        assertThat(code(() -> worktrees().secluded(remote(), WS, "0".repeat(39) + "1", Set.of())))
                .isEqualTo("CommitNotFound");
        Path own = worktrees().secluded(remote(), WS, first, Set.of());
        assertThat(own.resolve("HEAD")).hasContent(first);
        assertThat(own).isNotEqualTo(worktree);
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/mine\n");
        Files.writeString(own.resolve("planted"), "x\n");
        String second = moved(Map.of("b.txt", "second\n"));
        assertThat(worktrees().secluded(remote(), WS, second, Set.of("a.txt"))).isEqualTo(own);
        assertThat(own.resolve("HEAD")).hasContent(second);
        assertThat(own.resolve("planted")).doesNotExist();
        assertThat(worktrees().look(remote(), WS, "main", List.of()).head()).isEqualTo(first);
        repositories().removeWorktree(remote(), WS);
        assertThat(own).doesNotExist();
    }

    @Test
    default void aCleanWorktreeIsBroughtToAnotherCommit() {
        Path worktree = made(fetched());
        String second = moved(Map.of("b.txt", "second\n"));
        worktrees().put(remote(), WS, second, second);
        assertThat(worktree.resolve("b.txt")).hasContent("second\n");
        Look look = worktrees().look(remote(), WS, "main", List.of());
        assertThat(look.head()).isEqualTo(second);
        assertThat(look.dirty()).isFalse();
        assertThat(repositories().diff(remote(), WS, second).isEmpty()).isTrue();
    }

    @Test
    default void anArchiveBringsBackWhatWasRemoved() throws IOException {
        String first = fetched();
        Path worktree = made(first);
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        byte[] bundle = worktrees().bundle(remote(), first, worktrees().save(remote(), WS, first));
        repositories().removeWorktree(remote(), WS);
        String content = worktrees().unbundle(remote(), bundle);
        worktrees().put(remote(), WS, first, content);
        assertThat(worktree.resolve("new.txt")).hasContent("new\n");
        assertThat(worktree.resolve("b.txt")).hasContent("b\n");
        assertThat(worktrees().look(remote(), WS, "main", List.of()).dirty()).isTrue();
        assertThat(code(() -> worktrees().unbundle(remote(), "no bundle".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("ArchiveDamaged");
    }

    @Test
    default void workMovesOntoAnotherBase() throws IOException {
        String first = fetched();
        Path worktree = made(first);
        Files.writeString(worktree.resolve("new.txt"), "new\n");
        String second = moved(Map.of("b.txt", "second\n"));
        RebaseOrder order = new RebaseOrder(first, second, worktrees().save(remote(), WS, first));
        Merged merged = worktrees().rebase(remote(), order, Optional.empty());
        assertThat(merged.conflicts()).isEmpty();
        assertThat(worktrees().rebase(remote(), order, Optional.empty())).isEqualTo(merged);
        worktrees().put(remote(), WS, second, merged.commit());
        assertThat(worktree.resolve("new.txt")).hasContent("new\n");
        assertThat(worktree.resolve("b.txt")).hasContent("second\n");
        assertThat(repositories().diff(remote(), WS, second).files())
                .extracting(Repositories.ChangedFile::path)
                .containsExactly("new.txt");
    }

    @Test
    default void whatBothChangedIsMarkedUntilSomebodyResolvesIt() throws IOException {
        RebaseOrder order = conflicting();
        Path worktree = repositories().worktree(remote(), WS, order.from());
        Merged merged = worktrees().rebase(remote(), order, Optional.empty());
        assertThat(merged.conflicts()).containsExactly("a.txt");
        worktrees().put(remote(), WS, order.onto(), merged.commit());
        assertThat(worktree.resolve("a.txt")).content().contains("<<<<<<< ", "mine", "theirs", ">>>>>>> ");
        assertThat(worktrees().look(remote(), WS, "main", merged.conflicts()).conflicts())
                .containsExactly("a.txt");
        Files.writeString(worktree.resolve("a.txt"), "both\n");
        assertThat(worktrees().look(remote(), WS, "main", merged.conflicts()).conflicts())
                .isEmpty();
        worktrees().put(remote(), WS, order.from(), order.work());
        assertThat(worktree.resolve("a.txt")).as("aborted").hasContent("one\nmine\nthree\n");
    }

    @ParameterizedTest
    @EnumSource
    default void conflictsAreResolvedForOneSide(Side side) throws IOException {
        RebaseOrder order = conflicting();
        Merged marked = worktrees().rebase(remote(), order, Optional.empty());
        Merged merged = worktrees().rebase(remote(), order, Optional.of(side));
        assertThat(merged.conflicts()).isEmpty();
        String taken = worktrees().take(remote(), order.onto(), marked.commit(), merged.commit(), marked.conflicts());
        worktrees().put(remote(), WS, order.onto(), taken);
        Path worktree = repositories().worktree(remote(), WS, order.from());
        assertThat(worktree.resolve("a.txt"))
                .hasContent(side == Side.WORK ? "one\nmine\nthree\n" : "one\ntheirs\nthree\n");
    }

    private RebaseOrder conflicting() throws IOException {
        String first = fetched();
        Files.writeString(made(first).resolve("a.txt"), "one\nmine\nthree\n");
        String second = moved(Map.of("a.txt", "one\ntheirs\nthree\n"));
        return new RebaseOrder(first, second, worktrees().save(remote(), WS, first));
    }

    @Test
    default void oneLaneSeesNothingOfTheOther() throws IOException {
        String first = fetched();
        Remote outsiders = remote().in(Lane.UNTRUSTED);
        Path theirs = repositories().worktree(outsiders, WS, first);
        Files.writeString(theirs.resolve("new.txt"), "theirs\n");
        assertThat(worktrees().look(remote(), WS, "main", List.of())).isEqualTo(Look.MISSING);
        assertThat(code(() -> repositories().diff(remote(), WS, first))).isEqualTo("WorktreeNotFound");
        String saved = worktrees().save(outsiders, WS, first);
        assertThat(repositories().resolve(remote(), saved)).isEmpty();
        assertThat(code(() -> worktrees().put(remote(), "run-2", first, saved))).isEqualTo("CommitNotFound");
        Path ours = made(first);
        assertThat(ours).isNotEqualTo(theirs);
        assertThat(ours.resolve("new.txt")).doesNotExist();
        repositories().removeWorktree(remote(), WS);
        assertThat(theirs.resolve("new.txt")).exists();
        assertThat(repositories().diff(outsiders, WS, first).files()).hasSize(1);
    }

    private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        GitRefusedException refused = catchThrowableOfType(GitRefusedException.class, call);
        return refused == null ? "" : refused.code();
    }
}
