package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is cleared away in a mirror before somebody fetches into it. */
class MirrorTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void locksOfTheDeadGoAndObjectsThatAreBeingWrittenStay() throws IOException {
        Mirror mirror = new Mirror(directory, "acme/app");
        mirror.create();
        Path objects = directory.resolve("objects");
        written("refs/heads/main.lock", NOW);
        written("packed-refs.lock", NOW);
        Path half = written("objects/noz1.tmp", NOW.minusSeconds(1));
        written("objects/noz2.tmp", NOW.minus(Duration.ofHours(2)));
        written("objects/incoming_3.pack", NOW.minus(Duration.ofHours(2)));
        mirror.unlock(NOW);
        try (Stream<Path> left = Files.walk(directory).filter(Files::isRegularFile)) {
            assertThat(left.map(Path::toString))
                    .noneMatch(file -> file.endsWith(".lock"))
                    .filteredOn(file -> file.startsWith(objects.toString()))
                    .containsExactly(half.toString());
        }
    }

    private Path written(String name, Instant at) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "half");
        Files.setLastModifiedTime(file, FileTime.from(at));
        return file;
    }
}
