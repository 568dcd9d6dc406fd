package ai.a5c.krate.server.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approvals", mixinStandardHelpOptions = true, description = "Lists and decides approvals.")
final class ApprovalsCommand {

    private final Terminal terminal;

    ApprovalsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "What waits for a decision, exactly.")
    int list(@Mixin ServerOptions options) {
        Map<String, Object> answer =
                options.client(terminal).get(options.agents(terminal) + "/approvals?phase=pending");
        terminal.line(Output.table(Face.kind("AgentApproval"), Output.items(answer)));
        return 0;
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Lets everything happen that it asks for.")
    int approve(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Option(
                            names = "--comment",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Why; anyone may read it.")
                    String comment) {
        return decide(options, approval, "approve", comment);
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Lets nothing happen.")
    int deny(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Option(
                            names = "--comment",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Why; anyone may read it.")
                    String comment) {
        return decide(options, approval, "deny", comment);
    }

    private int decide(ServerOptions options, String approval, String decision, String comment) {
        ApiClient client = options.client(terminal);
        String path = options.agents(terminal) + "/approvals/" + ApiClient.encoded(approval);
        String binding = Output.at(client.get(path), ".spec.bindingDigest");
        Map<String, Object> answer = client.post(
                path + "/decision", Map.of("decision", decision, "comment", comment, "bindingDigest", binding));
        terminal.line("%s %s".formatted(approval, Output.at(answer, ".status.phase")));
        return 0;
    }
}
