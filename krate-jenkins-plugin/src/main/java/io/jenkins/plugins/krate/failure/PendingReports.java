package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The builds whose reports are under way, in a small file, so that no history is loaded to find them after a restart; what became
 * of each stands on the build. Written before the build is marked: a build in it without a mark is marked then.
 */
final class PendingReports {

    /** More are refused: something fails everywhere, and the newest builds of it say no more than the first. */
    static final int MOST = 2_000;

    private final Path file;
    private final Set<PendingReport> pending = new LinkedHashSet<>();
    private boolean readable = true;

    PendingReports(Path file) throws IOException {
        this.file = file;
        read();
    }

    private void read() throws IOException {
        try {
            Object builds = Json.readObject(Files.readAllBytes(file)).get("builds");
            for (Object build : builds instanceof List<?> list ? list : List.of()) {
                if (build instanceof Map<?, ?> map
                        && map.get("job") instanceof String job
                        && map.get("number") instanceof Integer number) {
                    pending.add(new PendingReport(job, number));
                }
            }
        } catch (NoSuchFileException none) {
            readable = false;
            write();
        } catch (InvalidJsonException broken) {
            readable = false;
            Files.move(file, file.resolveSibling(file.getFileName() + ".broken"), StandardCopyOption.REPLACE_EXISTING);
            write();
        }
    }

    /** Whether it could be read; if not, the latest builds of the jobs are looked at for marks. */
    boolean wasReadable() {
        return readable;
    }

    /** Adds a build, the oldest stay first; false if there is no room. */
    synchronized boolean add(PendingReport report) throws IOException {
        if (pending.size() >= MOST && !pending.contains(report)) {
            return false;
        }
        if (pending.add(report)) {
            write();
        }
        return true;
    }

    synchronized void remove(PendingReport report) throws IOException {
        if (pending.remove(report)) {
            write();
        }
    }

    /** Follows a job or folder to its new name. */
    synchronized void move(String from, String to) throws IOException {
        List<PendingReport> moved =
                pending.stream().map(report -> report.moved(from, to)).toList();
        if (!moved.equals(List.copyOf(pending))) {
            pending.clear();
            pending.addAll(moved);
            write();
        }
    }

    synchronized List<PendingReport> all() {
        return List.copyOf(pending);
    }

    private void write() throws IOException {
        List<Object> builds = new ArrayList<>();
        pending.forEach(report -> builds.add(Map.of("job", report.job(), "number", report.number())));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, Json.writeIndented(Map.of("builds", builds)));
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
