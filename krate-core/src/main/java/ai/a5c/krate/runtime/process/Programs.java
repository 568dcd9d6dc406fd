package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that can be started: those in the directories of one search path, and those named from the root.
 *
 * @param path directories separated by colons; relative ones are left out
 */
record Programs(String path) {

    private static final Map<String, String> PACKAGES = Map.of(
            "setsid", "util-linux",
            "setpriv", "util-linux",
            "prlimit", "util-linux",
            "grep", "grep",
            "sh", "dash");
    private static final List<String> TOOLS = List.of(
            "setsid",
            "setpriv",
            "prlimit",
            "sh",
            "grep",
            "du",
            "env",
            "head",
            "ls",
            "mkfifo",
            "mv",
            "readlink",
            "sleep",
            "stat",
            "tee",
            "wc");

    Programs {
        path = Stream.of(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .reduce((first, second) -> first + ":" + second)
                .orElse("/usr/bin");
    }

    /** Fails, naming the package to install, unless everything that the supervisor calls is there. */
    void requireTools() {
        for (String tool : TOOLS) {
            if (find(tool).isEmpty()) {
                throw new LaunchRefusedException(
                        "ToolMissing",
                        "%s is missing: install %s".formatted(tool, PACKAGES.getOrDefault(tool, "coreutils")));
            }
        }
    }

    /** The file of a program that must be there. */
    Path agent(String name) {
        if (name.contains("/") && !name.startsWith("/")) {
            throw new LaunchRefusedException(
                    "CommandRefused",
                    "the program '%s' is relative, so the workspace could choose it: name it from the root"
                            .formatted(HarmlessText.of(name)));
        }
        return find(name)
                .orElseThrow(() -> new LaunchRefusedException(
                        "AgentNotFound",
                        "there is no program '%s' in %s: install it or correct the agent stack's command"
                                .formatted(HarmlessText.of(name), path)));
    }

    /** The file of a program, if it is there and executable. */
    Optional<Path> find(String name) {
        Stream<Path> candidates = name.startsWith("/")
                ? Stream.of(Path.of(name))
                : Stream.of(path.split(":")).map(directory -> Path.of(directory, name));
        return candidates
                .filter(file -> !name.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
