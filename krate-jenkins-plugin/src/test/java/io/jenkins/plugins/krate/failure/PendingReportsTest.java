package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingReportsTest {

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void place() {
        file = home.resolve("krate/pending-reports.json");
    }

    @Test
    void whatIsUnderWayOutlivesARestart() throws IOException {
        PendingReports before = new PendingReports(file);
        before.add(new PendingReport("team/app", 7));
        before.add(new PendingReport("team/app", 8));
        before.add(new PendingReport("team/app", 7));
        before.remove(new PendingReport("team/app", 8));

        PendingReports after = new PendingReports(file);

        assertThat(after.all()).containsExactly(new PendingReport("team/app", 7));
        assertThat(after.wasReadable()).isTrue();
    }

    @Test
    void aRenamedJobAndAMovedFolderAreFollowed() throws IOException {
        PendingReports pending = new PendingReports(file);
        pending.add(new PendingReport("team/app", 1));
        pending.add(new PendingReport("team/app/AXIS=a", 1));
        pending.add(new PendingReport("team/application", 1));

        pending.move("team/app", "team/web");
        pending.move("team", "group/team");

        assertThat(new PendingReports(file).all())
                .containsExactly(
                        new PendingReport("group/team/web", 1),
                        new PendingReport("group/team/web/AXIS=a", 1),
                        new PendingReport("group/team/application", 1));
    }

    @Test
    void aBrokenFileIsPutAsideAndSaidToBeLost() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"builds\": [");

        PendingReports pending = new PendingReports(file);

        assertThat(pending.wasReadable()).isFalse();
        assertThat(pending.all()).isEmpty();
        assertThat(file.resolveSibling("pending-reports.json.broken")).hasContent("{\"builds\": [");
        assertThat(new PendingReports(file).wasReadable()).isTrue();
    }

    @Test
    void thereIsAnEndToWhatWaits() throws IOException {
        Files.createDirectories(file.getParent());
        StringBuilder builds = new StringBuilder("{\"builds\": [");
        for (int i = 1; i <= PendingReports.MOST; i++) {
            builds.append(i == 1 ? "" : ",")
                    .append("{\"job\": \"app\", \"number\": ")
                    .append(i)
                    .append('}');
        }
        Files.writeString(file, builds.append("]}"));
        PendingReports pending = new PendingReports(file);

        assertThat(pending.add(new PendingReport("app", 1))).isTrue();
        assertThat(pending.add(new PendingReport("other", 1))).isFalse();
    }
}
