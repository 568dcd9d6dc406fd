package ai.a5c.krate.server.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "deliveries", mixinStandardHelpOptions = true, description = "Lists and shows what forges sent.")
final class DeliveriesCommand {

    private final Terminal terminal;

    DeliveriesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest deliveries first.")
    int list(@Mixin ServerOptions options) {
        Map<String, Object> answer = options.client(terminal).get(options.agents(terminal) + "/deliveries");
        terminal.line(Output.table(Face.kind("WebhookDelivery"), Output.items(answer)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One delivery as YAML, with the decisions and runs that came of it.")
    int show(@Mixin ServerOptions options, @Parameters(paramLabel = "DELIVERY") String delivery) {
        String path = options.agents(terminal) + "/deliveries/" + ApiClient.encoded(delivery);
        terminal.line(Output.yaml(options.client(terminal).get(path)).stripTrailing());
        return 0;
    }
}
