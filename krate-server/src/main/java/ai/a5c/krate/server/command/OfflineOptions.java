package ai.a5c.krate.server.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Which resources a command looks at without any server, and how it answers. */
final class OfflineOptions {

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "DIR",
            required = true,
            description = "The directory with the resources, and those in it; or one file.")
    Path directory = Path.of(".");

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description = "Which secrets there are: secrets: [{name, keys, version}], never a value, and configMaps"
                    + " likewise; none without it.")
    Optional<Path> secrets = Optional.empty();

    @Option(names = "--org", paramLabel = "SLUG", description = "The organization, where DIR holds several, or none.")
    Optional<String> organization = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (the default) or json, the bytes that a server answers.")
    Format format = Format.table;

    @Option(names = "--allow-approval", description = "What waits for a person counts as allowed.")
    boolean allowApproval;

    /** How the result is written; the names are what people type. */
    enum Format {
        table,
        json
    }

    Offline read() {
        return Offline.read(directory, secrets, organization);
    }

    /** Runs {@code work}; wrong input is told a line each, with exit code 2. */
    static int run(Terminal terminal, Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (WrongInputException | CommandException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line -> terminal.err().println("krate: " + Terminal.plain(line)));
            return 2;
        }
    }
}
