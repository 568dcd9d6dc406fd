package ai.a5c.krate.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Creates or changes what YAML or JSON describes.")
final class ApplyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(
            names = "-f",
            required = true,
            paramLabel = "PATH",
            description = "A file, a directory, or - for the input.")
    private List<String> paths = new ArrayList<>();

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(path.equals("-") ? terminal.inputText() : read(Path.of(path)));
            text.append("\n---\n");
        }
        Map<String, Object> answer = options.client(terminal)
                .post(
                        "/api/orgs/" + options.organization(terminal) + "/resources",
                        "application/yaml",
                        text.toString());
        for (Map<?, ?> item : Output.items(answer)) {
            terminal.line("%s %s".formatted(item.get("resource"), item.get("outcome")));
        }
        return 0;
    }

    private static String read(Path path) {
        try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
            StringBuilder text = new StringBuilder();
            List<Path> wanted = files.filter(
                            file -> !Files.isDirectory(path) || file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
            for (Path file : wanted) {
                text.append(Files.readString(file)).append("\n---\n");
            }
            return text.toString();
        } catch (IOException e) {
            throw new CommandException("%s cannot be read".formatted(path));
        }
    }
}
