package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token", mixinStandardHelpOptions = true, description = "Issues, lists and revokes API tokens.")
final class TokenCommand {

    private final Terminal terminal;

    TokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Issues a token for --org and shows it once.")
    int create(@Mixin ServerOptions options, @Parameters(paramLabel = "NAME") String name, @Mixin Wanted wanted) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("administrator", wanted.administrator);
        body.put("organizations", wanted.administrator ? List.of() : List.of(options.organization(terminal)));
        body.put("write", !wanted.readOnly);
        body.put("scopes", wanted.scopes);
        body.put("days", wanted.days);
        Map<String, Object> answer = options.client(terminal).post("/api/tokens", body);
        terminal.line(Output.at(answer, ".token"));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All tokens, without their secrets.")
    int list(@Mixin ServerOptions options) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "NAME", "ADMINISTRATOR", "ORGANIZATIONS", "WRITE", "SCOPES", "EXPIRES", "LAST USED"));
        for (Map<?, ?> item : Output.items(options.client(terminal).get("/api/tokens"))) {
            rows.add(List.of(
                    Output.at(item, ".id"),
                    Output.at(item, ".name"),
                    Output.at(item, ".administrator"),
                    Output.at(item, ".organizations"),
                    Output.at(item, ".write"),
                    Output.at(item, ".scopes"),
                    Output.at(item, ".expiresAt"),
                    Output.at(item, ".lastUsedAt")));
        }
        terminal.line(Output.table(rows));
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a token.")
    int revoke(@Mixin ServerOptions options, @Parameters(paramLabel = "ID") String id) {
        options.client(terminal).delete("/api/tokens/" + ApiClient.encoded(id));
        terminal.line(id + " revoked");
        return 0;
    }

    /** What the token may do, and for how long. */
    static final class Wanted {

        @Option(names = "--administrator", description = "For every organization and for tokens.")
        private boolean administrator;

        @Option(names = "--read-only", description = "Changes nothing.")
        private boolean readOnly;

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                split = ",",
                description =
                        "May do this alone: runs:read, runs:dispatch, runs:cancel, approvals:decide, jenkins:users; several with commas.")
        private List<String> scopes = new ArrayList<>();

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "0",
                description = "Days until it expires; 0 for never.")
        private int days;
    }
}
