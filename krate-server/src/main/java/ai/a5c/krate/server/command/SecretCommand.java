package ai.a5c.krate.server.command;

import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "secret",
        mixinStandardHelpOptions = true,
        description = "Keeps secrets in the data directory; values come from the input and are never shown.")
final class SecretCommand {

    private final Terminal terminal;

    SecretCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Stores the value from the input.")
    int set(
            @Option(
                            names = "--data",
                            defaultValue = "krate-data",
                            paramLabel = "DIR",
                            description = "The server's; krate-data.")
                    Path data,
            @Parameters(index = "0", paramLabel = "NAMESPACE") String namespace,
            @Parameters(index = "1", paramLabel = "NAME") String name,
            @Parameters(index = "2", paramLabel = "KEY") String key) {
        byte[] value = withoutLineEnd(terminal.input());
        if (value.length == 0) {
            throw new CommandException(
                    "the value is empty; pipe it in, such as: krate secret set acme gitea token < file");
        }
        checked(() -> secrets(data).set(namespace, name, key, new SecretValue(value)));
        terminal.line("%s/%s key %s is set".formatted(namespace, name, key));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Names and keys, no values.")
    int list(
            @Option(
                            names = "--data",
                            defaultValue = "krate-data",
                            paramLabel = "DIR",
                            description = "The server's; krate-data.")
                    Path data) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAMESPACE", "NAME", "KEYS", "VERSION"));
        for (SecretMetadata secret : secrets(data).list()) {
            rows.add(List.of(
                    secret.namespace(),
                    secret.name(),
                    String.join(",", secret.keys().stream().sorted().toList()),
                    secret.version()));
        }
        terminal.line(Output.table(rows));
        return 0;
    }

    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Removes one key.")
    int remove(
            @Option(
                            names = "--data",
                            defaultValue = "krate-data",
                            paramLabel = "DIR",
                            description = "The server's; krate-data.")
                    Path data,
            @Parameters(index = "0", paramLabel = "NAMESPACE") String namespace,
            @Parameters(index = "1", paramLabel = "NAME") String name,
            @Parameters(index = "2", paramLabel = "KEY") String key) {
        checked(() -> secrets(data).remove(namespace, name, key));
        terminal.line("%s/%s key %s is removed".formatted(namespace, name, key));
        return 0;
    }

    private static LocalSecrets secrets(Path data) {
        return new LocalSecrets(data);
    }

    private static void checked(Runnable work) {
        try {
            work.run();
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
