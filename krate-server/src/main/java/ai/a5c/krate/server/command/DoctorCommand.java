package ai.a5c.krate.server.command;

import ai.a5c.krate.gitea.Finding;
import ai.a5c.krate.gitea.Finding.Grade;
import ai.a5c.krate.gitea.GiteaSetup;
import ai.a5c.krate.gitea.HookOrder;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what is wrong between the server and the forges of an organization, each with its remedy;"
                + " changes nothing. With --ping, forges are asked to call the server.",
        footer = "Exit code 0: nothing is broken; 1: something is.")
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "krate-data",
            description = "The server's data directory, for its secrets; krate-data.")
    private Path data = Path.of("krate-data");

    @Option(
            names = "--krate-url",
            paramLabel = "URL",
            description = "Where forges reach the server; the server's own address.")
    private Optional<String> krateUrl = Optional.empty();

    @Option(
            names = "--ping",
            description = "Has each forge call its hook once, as Gitea's \"Test Delivery\" does, and waits for it.")
    private boolean ping;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait for such a call; 15.")
    private int wait = 15;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ForgeReport report = new ForgeReport();
        Face face = options.face(terminal, false);
        report.add(
                "server",
                new Finding(
                        "server",
                        Grade.GOOD,
                        "the server answers at " + face.client().server(),
                        ""));
        Configured configured = new Configured(face, face.namespace().orElseThrow(), new LocalSecrets(data));
        List<Map<?, ?>> subscriptions = configured.all("WebhookSubscription");
        subscriptions.forEach(subscription -> signing(report, configured, subscription));
        List<Map<?, ?>> repositories = configured.all("Repository");
        for (Map<?, ?> repository : repositories) {
            if (Output.at(repository, ".spec.forge.kind").equals("gitea")) {
                repository(report, configured, repository, subscriptions);
            }
        }
        if (repositories.isEmpty()) {
            report.add(
                    "repositories",
                    new Finding("repositories", Grade.BAD, "there is no Repository", "run: krate gitea connect"));
        }
        report.print(terminal, json);
        return report.isBad() ? 1 : 0;
    }

    private static void signing(ForgeReport report, Configured configured, Map<?, ?> subscription) {
        String name = Output.at(subscription, ".metadata.name");
        boolean there = configured.secret(subscription, ".spec.signing.current").isPresent();
        report.add(
                "webhook " + name,
                there
                        ? new Finding("secret", Grade.GOOD, "its secret is there", "")
                        : new Finding(
                                "secret",
                                Grade.BAD,
                                "it has no secret, so every delivery is refused",
                                "run: krate gitea connect --rotate"));
    }

    private void repository(
            ForgeReport report, Configured configured, Map<?, ?> repository, List<Map<?, ?>> subscriptions) {
        String subject = "repository " + Output.at(repository, ".metadata.name");
        GiteaSetup setup = new GiteaSetup(InstantSource.system());
        Forge forge = configured.forge(repository);
        List<Finding> findings = setup.check(forge);
        report.addAll(subject, findings);
        if (findings.stream().anyMatch(Finding::isBad)) {
            return;
        }
        report.addAll(subject, hooks(configured, setup, forge, subscriptions));
    }

    /** One good hook is enough, the repository's or the organization's; else what is wrong with the first. */
    private List<Finding> hooks(Configured configured, GiteaSetup setup, Forge forge, List<Map<?, ?>> subscriptions) {
        List<Finding> wrong = new ArrayList<>();
        for (Map<?, ?> subscription : subscriptions) {
            String name = Output.at(subscription, ".metadata.name");
            for (boolean organization : List.of(false, true)) {
                HookOrder order = new HookOrder(organization, url(configured, name), Optional.empty());
                List<Finding> found = setup.checkHook(forge, order);
                if (found.stream().noneMatch(Finding::isBad)) {
                    return Stream.concat(found.stream(), Stream.of(arrival(configured, setup, forge, order, name)))
                            .toList();
                }
                wrong.addAll(found);
            }
        }
        return wrong.isEmpty()
                ? List.of(new Finding(
                        "hook", Grade.BAD, "no webhook is configured that it could call", "run: krate gitea connect"))
                : wrong.subList(0, 1);
    }

    private Finding arrival(Configured configured, GiteaSetup setup, Forge forge, HookOrder hook, String subscription) {
        Arrivals arrivals = Arrivals.of(options.server, terminal, configured.face(), subscription);
        return ping ? arrivals.asked(setup, forge, hook, Duration.ofSeconds(wait)) : arrivals.seen();
    }

    private String url(Configured configured, String subscription) {
        String base = krateUrl.orElseGet(() -> configured.face().client().server());
        return GiteaConnectCommand.hookUrl(base, options.server.organization(terminal), subscription);
    }
}
