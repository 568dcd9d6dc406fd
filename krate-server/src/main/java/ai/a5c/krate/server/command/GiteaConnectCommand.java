package ai.a5c.krate.server.command;

import ai.a5c.krate.gitea.Finding;
import ai.a5c.krate.gitea.GiteaSetup;
import ai.a5c.krate.gitea.HookOrder;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = "Connects a repository of Gitea: checks token and permissions, keeps the webhook's secret, writes"
                + " Repository and WebhookSubscription, registers or mends the hook, and waits for its first call."
                + " Doing it again changes nothing that is right.",
        footer = "Exit code 0: connected; 1: something is in the way, and what to do about it is said.")
final class GiteaConnectCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Option(
            names = "--forge",
            paramLabel = "URL",
            required = true,
            description = "Where people open Gitea, such as https://gitea.example.com.")
    private String forgeUrl = "";

    @Option(names = "--repository", paramLabel = "OWNER/NAME", required = true, description = "As Gitea names it.")
    private String repository = "";

    @Option(
            names = "--krate-url",
            paramLabel = "URL",
            description = "Where Gitea reaches the server; the server's own address.")
    private Optional<String> krateUrl = Optional.empty();

    @Option(
            names = "--for-organization",
            description = "Registers the hook for all repositories of the owner, who must be an organization.")
    private boolean organizationHook;

    @Option(names = "--token", description = "Reads the API token from the input and stores it.")
    private boolean tokenFromInput;

    @Option(
            names = "--rotate",
            description = "Gives the hook another secret; the old one is right until you remove it.")
    private boolean rotate;

    @Option(
            names = "--subscription",
            paramLabel = "NAME",
            defaultValue = "gitea",
            description = "The WebhookSubscription; gitea.")
    private String subscription = "gitea";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "krate-data",
            description = "The server's data directory, where secrets are kept; krate-data.")
    private Path data = Path.of("krate-data");

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait for the first call; 15.")
    private int wait = 15;

    @Option(names = "--dry-run", description = "Only says what is there and what would be done.")
    private boolean dryRun;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    GiteaConnectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where deliveries of a subscription come in. */
    static String hookUrl(String server, String organization, String subscription) {
        return "%s/hooks/gitea/%s/%s".formatted(server.replaceAll("/+$", ""), organization, subscription);
    }

    @Override
    public Integer call() {
        if (!repository.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
            throw new CommandException("--repository: expected OWNER/NAME, such as acme/app");
        }
        Face face = options.face(terminal, false);
        Configured configured = new Configured(face, face.namespace().orElseThrow(), new LocalSecrets(data));
        ForgeReport report = new ForgeReport();
        connect(report, new ConnectPlan(configured, forgeUrl, repository, subscription));
        report.print(terminal, json);
        return report.isBad() ? 1 : 0;
    }

    private void connect(ForgeReport report, ConnectPlan plan) {
        String subject = "repository " + repository;
        Optional<SecretValue> given = tokenFromInput ? Optional.of(token()) : Optional.empty();
        Forge forge = plan.forge(given);
        GiteaSetup setup = new GiteaSetup(InstantSource.system());
        List<Finding> found = setup.check(forge);
        report.addAll(subject, found);
        if (found.stream().anyMatch(Finding::isBad)) {
            return;
        }
        HookOrder there = new HookOrder(organizationHook, url(plan), Optional.empty());
        if (dryRun) {
            report.addAll(subject, plan.missing());
            report.addAll(subject, setup.checkHook(forge, there));
            return;
        }
        given.ifPresent(plan::keepToken);
        report.addAll(subject, plan.write());
        boolean lacks = setup.checkHook(forge, there).stream().anyMatch(finding -> isAbsent(finding));
        Optional<SecretValue> secret =
                rotate || lacks || !plan.hasSecret() ? Optional.of(plan.secret(rotate)) : Optional.empty();
        List<Finding> kept = setup.connect(forge, new HookOrder(organizationHook, url(plan), secret));
        report.addAll(subject, kept);
        if (kept.stream().noneMatch(Finding::isBad)) {
            report.add(
                    subject,
                    Arrivals.of(options.server, terminal, plan.configured().face(), subscription)
                            .asked(setup, forge, there, Duration.ofSeconds(wait)));
        }
    }

    private static boolean isAbsent(Finding finding) {
        return finding.isBad() && finding.said().contains("has no hook");
    }

    private String url(ConnectPlan plan) {
        return hookUrl(
                krateUrl.orElseGet(() -> plan.configured().face().client().server()),
                options.server.organization(terminal),
                subscription);
    }

    private SecretValue token() {
        String text = terminal.inputText().strip();
        if (text.isEmpty()) {
            throw new CommandException("no token; pipe it in, such as: krate gitea connect --token ... < file");
        }
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
