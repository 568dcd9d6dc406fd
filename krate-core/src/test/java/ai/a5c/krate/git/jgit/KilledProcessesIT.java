package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.testkit.OriginRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one root, and processes killed at any moment. */
class KilledProcessesIT {

    private static final int FILES = 300;

    @TempDir
    Path directory;

    private OriginRepository origin;
    private String base;

    @BeforeEach
    void makeOneRepository() {
        origin = OriginRepository.create(directory, "origin");
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < FILES; i++) {
            files.put(
                    "src/%d/file.txt".formatted(i), "line of %d\n".formatted(i).repeat(50));
        }
        base = origin.commit("main", files);
    }

    /** What the other processes run: fetches, makes a worktree and removes it, for as often as told. */
    public static void main(String[] arguments) {
        JGitRepositories repositories = onRoot(Path.of(arguments[0]));
        Remote remote = new Remote("acme/app", arguments[1], Optional.empty());
        for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
            repositories.fetch(remote);
            repositories.worktree(remote, "shared", arguments[2]);
            if (i > 1) {
                repositories.removeWorktree(remote, "shared");
            }
        }
    }

    private static JGitRepositories onRoot(Path root) {
        return new JGitRepositories(root, Set.of("file"), Limits.standard());
    }

    private Process start(Path root, int rounds) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcessesIT.class.getName(),
                        root.toString(),
                        origin.url(),
                        base,
                        Integer.toString(rounds))
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createTempFile(directory, "process", ".txt").toFile())
                .start();
    }

    @Test
    void threeProcessesCloneTheSameMirrorAtOnce() throws Exception {
        Path root = directory.resolve("root");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(root, 1));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertWhole(root);
    }

    @Test
    void whereverAProcessIsKilledTheNextOneGoesOn() throws Exception {
        Path root = directory.resolve("root");
        for (int moment : new int[] {500, 800, 1100, 1500, 2000}) {
            Process process = start(root, 1000);
            assertThat(process.waitFor(moment, TimeUnit.MILLISECONDS))
                    .as("it works until it is killed")
                    .isFalse();
            process.destroyForcibly().waitFor();
            assertWhole(root);
        }
    }

    private void assertWhole(Path root) {
        JGitRepositories repositories = onRoot(root);
        Remote remote = new Remote("acme/app", origin.url(), Optional.empty());
        repositories.fetch(remote);
        assertThat(repositories.resolve(remote, "main")).contains(base);
        Path worktree = repositories.worktree(remote, "shared", base);
        assertThat(worktree.resolve("src")).isDirectoryContaining(path -> path.endsWith("0"));
        assertThat(repositories.diff(remote, "shared", base)).isEqualTo(new Patch("", List.of()));
        repositories.removeWorktree(remote, "shared");
    }
}
