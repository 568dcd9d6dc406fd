package ai.a5c.krate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may have a data directory together with whom; locks are between processes, so the other one is one. */
class DataDirectoryTest {

    @TempDir
    private Path root;

    @Test
    void itIsMadeForItsOwnerAlone() throws IOException {
        Path path = root.resolve("data");
        try (DataDirectory data = DataDirectory.open(path, false)) {
            assertThat(data.at("x")).isEqualTo(path.resolve("x"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void serversOfOnePostgresqlShareItAndAServerOverSqliteHasItAlone() throws Exception {
        Path path = root.resolve("data");
        DataDirectory.open(path, true).close();
        Process other = holding(path, "--shared");
        try {
            DataDirectory.open(path, true).close();
            assertThatThrownBy(() -> DataDirectory.open(path, false))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessage(
                            "another server uses the data directory %s; stop it, or choose another with --data", path);
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        Process alone = holding(path, "--exclusive");
        try {
            assertThatThrownBy(() -> DataDirectory.open(path, true)).isInstanceOf(DataDirectoryException.class);
        } finally {
            alone.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        DataDirectory.open(path, false).close();
    }

    /** Another process that has the directory, and says so. */
    private static Process holding(Path path, String how) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DataDirectoryHolder.class.getName(),
                        path.toString(),
                        how))
                .redirectErrorStream(true)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('!');
        return process;
    }
}
