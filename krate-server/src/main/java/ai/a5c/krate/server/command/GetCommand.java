package ai.a5c.krate.server.command;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", mixinStandardHelpOptions = true, description = "Shows resources of a kind.")
final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Parameters(
            arity = "1..2",
            paramLabel = "KIND [NAME]",
            description = "Name, plural or short name; one resource's name.")
    private final List<String> words = new ArrayList<>();

    @Option(names = "-o", paramLabel = "FORM", description = "table, yaml or json; table.")
    private String form = "table";

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static Kind kind(String word) {
        return KindRegistry.meant(word)
                .orElseThrow(() -> new CommandException("unknown kind '%s'%s"
                        .formatted(
                                word,
                                NearestName.hint(
                                        word,
                                        KindRegistry.all().stream()
                                                .map(Kind::name)
                                                .toList()))));
    }

    @Override
    public Integer call() {
        Kind known = kind(words.get(0));
        Optional<String> name = words.stream().skip(1).findFirst();
        String path = "/api/orgs/" + options.organization(terminal) + "/resources";
        ApiClient client = options.client(terminal);
        Map<String, Object> answer = name.isPresent()
                ? client.get(path + "/" + known.name() + "/" + ApiClient.encoded(name.get()))
                : client.get(path + "?limit=500&kind=" + known.name());
        List<Map<?, ?>> items = name.isPresent() ? List.of(answer) : Output.items(answer);
        terminal.line(
                switch (form) {
                    case "table" -> Output.table(known, items);
                    case "json" -> Output.json(answer);
                    case "yaml" -> Output.yaml(answer).stripTrailing();
                    default -> throw new CommandException("-o knows table, yaml and json");
                });
        return 0;
    }
}
