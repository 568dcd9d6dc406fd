package ai.a5c.krate.server.command;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Creates or changes what YAML or JSON describes.")
final class ApplyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    @Mixin
    private final DryRunOption dryRun = new DryRunOption();

    @Option(
            names = "--server-side",
            description = "Sets only the fields of the documents, and leaves those of others alone.")
    private boolean serverSide;

    @Option(names = "--force-conflicts", description = "Takes over fields that others set; with --server-side.")
    private boolean force;

    @Option(
            names = "--field-manager",
            paramLabel = "NAME",
            defaultValue = "krate",
            description = "In whose name the fields are set; krate. With --server-side.")
    private String manager = "krate";

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Manifest> manifests = files.read(terminal);
        if (force && !serverSide) {
            throw new CommandException("--force-conflicts goes with --server-side");
        }
        if (serverSide) {
            Face face = options.face(terminal, false);
            Manifest.sorted(manifests).forEach(manifest -> applyFields(face, manifest));
        } else if (dryRun.on()) {
            Face face = options.face(terminal, false);
            Manifest.sorted(manifests).forEach(manifest -> say(manifest, rehearse(face, manifest)));
        } else {
            applyAll(manifests);
        }
        return 0;
    }

    /** All together: none is stored if one has a fault, and an organization may come with what lives in it. */
    private void applyAll(List<Manifest> manifests) {
        String text = manifests.stream()
                .map(manifest -> Json.write(manifest.document()))
                .collect(Collectors.joining("\n---\n"));
        ApiClient client = options.server.client(terminal);
        String path = "/api/orgs/" + options.server.organization(terminal) + "/resources";
        Map<String, Object> answer = Placed.all(manifests, () -> client.post(path, "application/yaml", text));
        for (Map<?, ?> item : Output.items(answer)) {
            terminal.line("%s %s".formatted(item.get("resource"), item.get("outcome")));
        }
    }

    private static String rehearse(Face face, Manifest manifest) {
        return Placed.one(manifest, () -> Rehearsal.of(face, manifest)).outcome();
    }

    private void applyFields(Face face, Manifest manifest) {
        String path = "%s?fieldManager=%s%s%s"
                .formatted(
                        manifest.path(face),
                        ApiClient.encoded(manager),
                        force ? "&force=true" : "",
                        dryRun.on() ? "&dryRun=All" : "");
        Placed.one(manifest, () -> face.client().patch(path, manifest.document()));
        say(manifest, "serverside-applied");
    }

    private void say(Manifest manifest, String outcome) {
        terminal.line("%s %s%s".formatted(manifest.reference(), outcome, dryRun.note()));
    }
}
