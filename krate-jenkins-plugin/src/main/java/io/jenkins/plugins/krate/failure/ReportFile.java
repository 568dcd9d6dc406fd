package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.InvalidReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The report of a build, kept beside it until it has been sent, so that each try sends the same bytes. */
final class ReportFile {

    private final Path file;

    /** The report of the build whose directory this is. */
    ReportFile(Path directory) {
        this.file = directory.resolve("krate-report.json");
    }

    /** The report that was kept; one that cannot be read counts as none. */
    Optional<BuildReport> read() throws IOException {
        try {
            return Optional.of(BuildReport.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException | InvalidReportException none) {
            return Optional.empty();
        }
    }

    void keep(BuildReport report) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, report.json());
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
