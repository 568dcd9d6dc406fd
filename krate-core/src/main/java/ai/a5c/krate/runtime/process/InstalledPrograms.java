package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which agents are installed, in which version; each program is asked once, until its file changes. */
final class InstalledPrograms {

    private final Programs programs;
    private final Path home;
    private final Map<Path, Asked> asked = new ConcurrentHashMap<>();

    /** Shows the programs {@code home}, an empty directory, as theirs. */
    InstalledPrograms(Programs programs, Path home) {
        this.programs = programs;
        this.home = home;
    }

    /** The version that the program says it has; empty if it is not there or says none in time. */
    Optional<Version> version(KnownProgram known) {
        return programs.find(known.name()).flatMap(this::version);
    }

    /** Refuses a program that is older than it may be, or does not say how old it is. */
    void require(KnownProgram known) {
        Path file = programs.agent(known.name());
        Version version = version(file)
                .orElseThrow(() -> new LaunchRefusedException(
                        "AgentVersionUnknown",
                        "%s does not say its version when it is called with --version: install it again"
                                .formatted(known.name())));
        if (!version.atLeast(known.least())) {
            throw new LaunchRefusedException(
                    "AgentTooOld",
                    "%s is older than %s, which is the least that is started, since %s: update it"
                            .formatted(known.name(), known.least(), known.why()));
        }
    }

    private Optional<Version> version(Path file) {
        try {
            Path real = file.toRealPath();
            FileTime changed = Files.getLastModifiedTime(real);
            Asked known = asked.get(real);
            if (known == null || !known.changed.equals(changed)) {
                known = new Asked(changed, ask(file));
                asked.put(real, known);
            }
            return known.version;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file.getFileName(), e);
        }
    }

    private Optional<Version> ask(Path file) {
        SessionDirectory.mkdir(home);
        return Command.said(
                        List.of(file.toString(), "--version"),
                        Map.of("PATH", programs.path(), "HOME", home.toString(), "LANG", "C.UTF-8", "TERM", "dumb"))
                .flatMap(Version::in);
    }

    private record Asked(FileTime changed, Optional<Version> version) {}
}
