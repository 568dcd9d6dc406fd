package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    @TempDir
    Path directory;

    @Test
    void eachTrySendsTheSameBytes() throws IOException {
        BuildReport report = new KeptBuild(new PendingReport("team/app", 7), new ReportingEngine()).report();
        new ReportFile(directory).keep(report);

        assertThat(new ReportFile(directory).read().orElseThrow().json()).isEqualTo(report.json());
    }

    @Test
    void aTornFileCountsAsNone() throws IOException {
        Files.writeString(directory.resolve("krate-report.json"), "{\"version\": 1,");

        assertThat(new ReportFile(directory).read()).isEmpty();
    }

    @Test
    void itGoesWhenNobodyNeedsIt() throws IOException {
        ReportFile file = new ReportFile(directory);
        file.keep(new KeptBuild(new PendingReport("team/app", 7), new ReportingEngine()).report());
        file.delete();

        assertThat(directory).isEmptyDirectory();
    }
}
