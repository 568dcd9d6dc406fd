package ai.a5c.krate.server.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What should be gone once everything has ended: processes, sessions, worktrees, claimed or due messages. */
final class Leftovers {

    /** Longer than servers leave a directory alone that no workspace owns; only what is left behind costs it. */
    private static final Duration GRACE = Duration.ofSeconds(150);

    private final Scene scene;

    Leftovers(Scene scene) {
        this.scene = scene;
    }

    /** What is still there after a while of grace, in words. */
    List<String> find() {
        Instant deadline = Instant.now().plus(GRACE);
        List<String> found = look();
        while (!found.isEmpty() && Instant.now().isBefore(deadline)) {
            scene.pause(Scene.SHORT);
            found = look();
        }
        return found;
    }

    private List<String> look() {
        List<String> found = new ArrayList<>();
        Path sessions = scene.data().resolve("sessions");
        new ProcessTable(sessions).all().forEach(process -> found.add("the process " + process));
        children(sessions).forEach(session -> found.add("the session " + session.getFileName()));
        for (Path repository : children(scene.data().resolve("git/worktrees"))) {
            children(repository).forEach(worktree -> found.add("the worktree " + worktree.getFileName()));
        }
        long now = Instant.now().minusSeconds(5).toEpochMilli() * 1_000_000;
        scene.database()
                .query("SELECT topic, key, claimed FROM krate_message WHERE claimed OR next < " + now)
                .forEach(row -> found.add("the message " + row));
        return found;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
