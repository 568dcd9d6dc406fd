package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "delete", mixinStandardHelpOptions = true, description = "Removes one resource.")
final class DeleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Parameters(
            arity = "2",
            paramLabel = "KIND NAME",
            description = "Name, plural or short name of the kind; the resource's name.")
    private final List<String> words = new ArrayList<>();

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String path = "/api/orgs/%s/resources/%s/%s"
                .formatted(
                        options.organization(terminal),
                        GetCommand.kind(words.get(0)).name(),
                        ApiClient.encoded(words.get(1)));
        Map<String, Object> answer = options.client(terminal).delete(path);
        terminal.line(answer.get("deleted") + " deleted");
        return 0;
    }
}
