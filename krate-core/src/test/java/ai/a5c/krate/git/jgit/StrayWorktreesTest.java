package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.git.Worktrees.Owners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed server may leave below the root goes; what is somebody's, or young, or out of the root stays. */
class StrayWorktreesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofMinutes(1));
    private static final Owners NOBODY = (remote, name) -> false;

    @TempDir
    private Path directory;

    private List<String> sweep(Owners owners) {
        return new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard())
                .worktrees()
                .sweep(BEFORE, owners);
    }

    private Path make(String path, Instant changed) throws IOException {
        Path made = Files.createDirectories(directory.resolve("root").resolve(path));
        Files.writeString(made.resolve("file.txt"), "half of it");
        Files.setLastModifiedTime(made, FileTime.from(changed));
        return made;
    }

    private Path old(String path) throws IOException {
        return make(path, BEFORE.minusSeconds(1));
    }

    @Test
    void whatNobodyOwnsGoesWithAllThatBelongsToIt() throws IOException {
        List<Path> strays = List.of(
                old("worktrees/acme%2Fapp/run-1"),
                old("secluded/acme%2Fapp/run-1"),
                old("mirrors/acme%2Fapp.git/worktrees/run-1"),
                old("untrusted/worktrees/acme%2Fapp/run-2"));
        assertThat(sweep(NOBODY)).containsExactly("acme/app run-1", "acme/app run-2");
        assertThat(strays).noneMatch(Files::exists);
        assertThat(sweep(NOBODY)).isEmpty();
    }

    @Test
    void whatIsSomebodysStays() throws IOException {
        Path owned = old("worktrees/acme%2Fapp/run-1");
        Path stray = old("worktrees/acme%2Fapp/run-2");
        assertThat(sweep((remote, name) -> remote.equals("acme/app") && name.equals("run-1")))
                .containsExactly("acme/app run-2");
        assertThat(owned).isDirectoryContaining("glob:**file.txt");
        assertThat(stray).doesNotExist();
    }

    @Test
    void whatWasChangedALittleWhileAgoStays() throws IOException {
        Path young = make("worktrees/acme%2Fapp/run-1", BEFORE);
        Path half = old("worktrees/acme%2Fapp/run-2");
        make("secluded/acme%2Fapp/run-2", NOW);
        assertThat(sweep(NOBODY)).isEmpty();
        assertThat(List.of(young, half)).allMatch(Files::exists);
    }

    @Test
    void whatSomebodyBeginsToOwnJustThenStays() throws IOException {
        Path worktree = old("worktrees/acme%2Fapp/run-1");
        AtomicInteger asked = new AtomicInteger();
        assertThat(sweep((remote, name) -> asked.incrementAndGet() > 1)).isEmpty();
        assertThat(asked).hasValue(2);
        assertThat(worktree).exists();
    }

    @Test
    void itIsAskedWhileNobodyCanMakeAWorktree() throws IOException {
        old("worktrees/acme%2Fapp/run-1");
        Path lock = directory.resolve("root/locks/acme%2Fapp.worktrees");
        AtomicInteger asked = new AtomicInteger();
        sweep((remote, name) -> {
            assertThat(Files.exists(lock)).isEqualTo(asked.getAndIncrement() > 0);
            return false;
        });
        assertThat(asked).hasValue(2);
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside/run-1"));
        Files.writeString(outside.resolve("kept.txt"), "not ours");
        Files.setLastModifiedTime(outside, FileTime.from(BEFORE.minusSeconds(9)));
        Path worktrees = Files.createDirectories(directory.resolve("root/worktrees"));
        Path place = Files.createSymbolicLink(worktrees.resolve("acme%2Fapp"), directory.resolve("outside"));
        assertThat(sweep(NOBODY)).isEmpty();
        old("secluded/acme%2Fapp/run-1");
        assertThat(sweep(NOBODY)).as("its place leads out of the root").isEmpty();
        assertThat(place).exists();
        assertThat(outside.resolve("kept.txt")).exists();
    }

    @Test
    void aLinkInAWorktreesPlaceIsRemovedAndNotWhatItLeadsTo() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "not ours");
        Path place = Files.createDirectories(directory.resolve("root/worktrees/acme%2Fapp"));
        Path link = Files.createSymbolicLink(place.resolve("run-1"), outside);
        Instant later = Instant.now().plus(Duration.ofMinutes(1));
        List<String> removed = new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard())
                .worktrees()
                .sweep(later, NOBODY);
        assertThat(removed).containsExactly("acme/app run-1");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(outside.resolve("kept.txt")).exists();
    }

    @Test
    void whatIsNamedLikeNoWorktreeIsLeftAlone() throws IOException {
        List<Path> others = List.of(
                old("worktrees/acme%2Fapp/Upper"),
                old("worktrees/acme%2Fapp/a b"),
                old("worktrees/acme%2Fapp/%2f"),
                old("worktrees/acme%2Fapp/%61"));
        assertThat(sweep(NOBODY)).isEmpty();
        assertThat(others).allMatch(Files::exists);
    }
}
