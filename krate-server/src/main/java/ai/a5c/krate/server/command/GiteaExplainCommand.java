package ai.a5c.krate.server.command;

import ai.a5c.krate.gitea.DeliveryExplainer;
import ai.a5c.krate.gitea.DeliveryExplainer.Explanation;
import ai.a5c.krate.gitea.DeliveryExplainer.Given;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says as JSON what a delivery is taken for and what comes of it, without a server or the forge:"
                + " signature, event, trust, mentions and commands, and what happens next.",
        footer = "Exit code 0: an event that rules can match; 1: the signature is not right, or it gives no event;"
                + " 2: the input makes no sense.")
final class GiteaExplainCommand implements Callable<Integer> {

    private static final Set<String> PERMISSIONS = Set.of("none", "read", "triage", "write", "admin", "owner");

    private final Terminal terminal;

    @Option(
            names = "--delivery",
            paramLabel = "FILE",
            required = true,
            description = "A captured delivery, JSON with headers and bodyRaw; or a raw body, with --event.")
    private Path delivery = Path.of("");

    @Option(
            names = "--event",
            paramLabel = "NAME",
            description = "What X-Gitea-Event said of the raw body in FILE, such as issue_comment.")
    private Optional<String> event = Optional.empty();

    @Option(
            names = "--signature",
            paramLabel = "HEX",
            description = "What X-Gitea-Signature said of the raw body in FILE.")
    private Optional<String> signature = Optional.empty();

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "The webhook's, never shown; - reads it from the input, so that no history keeps it."
                    + " The signature is not checked without it.")
    private Optional<String> secret = Optional.empty();

    @Option(
            names = "--permission",
            paramLabel = "WORD",
            description = "What the forge would say that the actor may do: none, read, triage, write, admin or owner;"
                    + " nothing is said about trust without it.")
    private Optional<String> permission = Optional.empty();

    @Option(
            names = "--org",
            paramLabel = "SLUG",
            defaultValue = "default",
            description = "The organization, which is part of the event's uid; default.")
    private String organization = "default";

    GiteaExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return OfflineOptions.run(terminal, this::explain);
    }

    private int explain() {
        permission.filter(word -> !PERMISSIONS.contains(word)).ifPresent(word -> {
            throw new WrongInputException(List.of("--permission: expected none, read, triage, write, admin or owner"));
        });
        CapturedDelivery captured = CapturedDelivery.read(delivery, event, signature);
        Explanation explanation = new DeliveryExplainer()
                .explain(captured.headers(), captured.body(), new Given(secret(), organization, permission));
        terminal.line(Json.writeIndented(explanation.document()).stripTrailing());
        return explanation.starts() ? 0 : 1;
    }

    private Optional<SecretValue> secret() {
        return secret.map(given -> given.equals("-") ? terminal.inputText().stripTrailing() : given)
                .map(text -> {
                    if (text.isEmpty()) {
                        throw new WrongInputException(List.of("--secret: the secret is empty"));
                    }
                    return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
                });
    }
}
