package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which documents a command is about. */
final class FileOptions {

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            description = "A file, a directory, or - for the input; may be given again.")
    List<String> paths = new ArrayList<>();

    @Option(
            names = {"-R", "--recursive"},
            description = "Directories in directories too.")
    boolean recursive;

    List<Manifest> read(Terminal terminal) {
        if (paths.isEmpty()) {
            throw new CommandException("name what to read with -f");
        }
        return Manifest.read(paths, recursive, terminal);
    }
}
