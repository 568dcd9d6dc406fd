package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/** Programs that speak the documented formats of command-line agents, in a directory of their own. */
final class StandIns {

    private StandIns() {}

    /** A search path that finds the stand-ins first. */
    static String path(Path directory) {
        try {
            Path bin = Files.createDirectories(directory.resolve("stand-ins/bin"));
            for (String name : List.of("claude", "codex", "gemini", "opencode")) {
                install(bin.resolve(name), name);
            }
            return bin + ":" + ProcessRuntime.DEFAULT_PATH;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            try (InputStream script = StandIns.class.getResourceAsStream("/agents/" + name)) {
                Files.copy(Objects.requireNonNull(script, name), file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
