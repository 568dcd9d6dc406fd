package ai.a5c.krate.server.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Says what is wrong with YAML or JSON documents, in the server's words but without a server.",
        footer = "Exit code 0: all are valid; 1: one is not; 2: a file cannot be read, or the command makes no sense.")
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(names = "--references", description = "Resources that are referred to must be among the documents.")
    private boolean references;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (the default) or json.")
    private Format format = Format.text;

    /** How the result is written; the names are what people type. */
    enum Format {
        text,
        json
    }

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Validation validation = new Validation();
        try {
            read(validation);
        } catch (CommandException e) {
            terminal.err().println("krate: " + Terminal.plain(String.valueOf(e.getMessage())));
            return 2;
        }
        if (references) {
            validation.checkReferences();
        }
        if (format == Format.json) {
            terminal.line(Output.json(validation.toTree()));
        } else {
            validation.lines().forEach(terminal::line);
        }
        return validation.isValid() ? 0 : 1;
    }

    private void read(Validation validation) {
        if (files.paths.isEmpty()) {
            throw new CommandException("name what to read with -f");
        }
        for (String path : files.paths) {
            if (path.equals("-")) {
                validation.add("-", terminal.input());
                continue;
            }
            for (Path file : Manifest.files(Path.of(path), files.recursive)) {
                validation.add(file.toString(), Manifest.bytes(file));
            }
        }
        if (validation.isEmpty()) {
            throw new CommandException("there is no document in " + String.join(", ", files.paths));
        }
    }
}
