package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Brings what an agent changed elsewhere into its workspace here, by Git's own rules of what a patch may touch. */
final class ReturnedChanges {

    private final Programs programs;

    ReturnedChanges(Programs programs) {
        this.programs = programs;
    }

    /**
     * Applies a patch, all of it or nothing.
     *
     * @throws RuntimeUnavailableException if Git does not apply it
     */
    void apply(SessionDirectory directory, Path workspace, byte[] patch) {
        if (patch.length == 0) {
            return;
        }
        Path git = programs.find("git")
                .orElseThrow(() -> new RuntimeUnavailableException("git is missing here: install it"));
        Path file = directory.path().resolve("changes");
        try {
            Files.write(file, patch);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot keep the changes of session " + directory.session().id(), e);
        }
        List<String> command = List.of(
                git.toString(),
                "-C",
                workspace.toAbsolutePath().toString(),
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "apply",
                "--whitespace=nowarn",
                "-");
        Map<String, String> environment = Map.of(
                "PATH",
                programs.path(),
                "HOME",
                directory.home().toString(),
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "LANG",
                "C.UTF-8");
        if (Command.status(command, environment, file) != 0) {
            throw new RuntimeUnavailableException(
                    "what the agent changed could not be applied to the workspace: retry the run");
        }
    }
}
