package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "audit", mixinStandardHelpOptions = true, description = "Reads and verifies the audit trail.")
final class AuditCommand {

    private final Terminal terminal;

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The records in their order.")
    int list(@Mixin ServerOptions options) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NUMBER", "TIME", "ACTOR", "ACTION", "SUBJECT"));
        ApiClient client = options.client(terminal);
        String next = "0";
        while (!next.isEmpty()) {
            Map<String, Object> answer = client.get(options.agents(terminal) + "/audit?limit=500&after=" + next);
            for (Map<?, ?> item : Output.items(answer)) {
                rows.add(List.of(
                        Output.at(item, ".sequence"),
                        Output.at(item, ".time"),
                        Output.at(item, ".actor"),
                        Output.at(item, ".action"),
                        Output.at(item, ".subject")));
            }
            next = Output.at(answer, ".next");
        }
        terminal.line(Output.table(rows));
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Checks that no record was changed or lost.")
    int verify(@Mixin ServerOptions options) {
        Map<String, Object> answer = options.client(terminal).get(options.agents(terminal) + "/audit/verify");
        if (!Boolean.TRUE.equals(answer.get("intact"))) {
            throw new CommandException("the audit trail is broken: " + answer.get("problem"));
        }
        terminal.line("intact: %s sealed records".formatted(answer.get("records")));
        return 0;
    }
}
