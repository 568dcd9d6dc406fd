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
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "One approval as YAML: each change exactly, with what makes it risky; above it, in words, what"
                            + " is different from what was approved before.")
    int show(@Mixin ServerOptions options, @Parameters(paramLabel = "APPROVAL") String approval) {
        Map<String, Object> answer = options.client(terminal).get(path(options, approval));
        String delta = DeltaText.of(answer);
        if (!delta.isEmpty()) {
            terminal.line(delta);
        }
        terminal.line(Output.yaml(answer).stripTrailing());
        return 0;
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Lets everything happen that it asks for.")
    int approve(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Mixin Reasons reasons) {
        return decide(options, approval, "approve", reasons);
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Lets nothing happen.")
    int deny(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Mixin Reasons reasons) {
        return decide(options, approval, "deny", reasons);
    }

    private int decide(ServerOptions options, String approval, String decision, Reasons reasons) {
        ApiClient client = options.client(terminal);
        String path = path(options, approval);
        String binding = reasons.bindingDigest.isEmpty()
                ? Output.at(client.get(path), ".spec.bindingDigest")
                : reasons.bindingDigest;
        Map<String, Object> answer = client.post(
                path + "/decision", Map.of("decision", decision, "comment", reasons.comment, "bindingDigest", binding));
        terminal.line("%s %s".formatted(approval, Output.at(answer, ".status.phase")));
        return 0;
    }

    private String path(ServerOptions options, String approval) {
        return options.agents(terminal) + "/approvals/" + ApiClient.encoded(approval);
    }

    /** Why somebody decides, and what they have seen. */
    static final class Reasons {

        @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Why; anyone may read it.")
        String comment = "";

        @Option(
                names = "--binding-digest",
                paramLabel = "DIGEST",
                defaultValue = "",
                description = "The .spec.bindingDigest that was shown to you; the decision counts only if it is"
                        + " still that.")
        String bindingDigest = "";
    }
}
