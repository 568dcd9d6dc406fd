package ai.a5c.krate.server.command;

import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Removes resources, by kind and names or by the documents that describe them.")
final class DeleteCommand implements Callable<Integer> {

    private static final List<String> CASCADES = List.of("background", "foreground", "orphan");

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    @Mixin
    private final DryRunOption dryRun = new DryRunOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "KIND NAME...",
            hideParamSyntax = true,
            description = "Name, plural or short name of the kind; the resources' names.")
    private final List<String> words = new ArrayList<>();

    @Option(
            names = "--cascade",
            paramLabel = "HOW",
            description = "foreground removes what depends on it first, orphan lets it live on;"
                    + " without, dependents are a reason to refuse.")
    private Optional<String> cascade = Optional.empty();

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (words.isEmpty() == files.paths.isEmpty() || words.size() == 1) {
            throw new CommandException("name either a kind and the resources' names, or files with -f");
        }
        cascade.filter(how -> !CASCADES.contains(how)).ifPresent(how -> {
            throw new CommandException("--cascade knows " + String.join(", ", CASCADES));
        });
        if (words.isEmpty()) {
            byFiles();
        } else {
            Kind kind = Face.kind(words.get(0));
            Face face = options.face(terminal, false);
            words.stream()
                    .skip(1)
                    .forEach(name -> delete(face, face.path(kind, Optional.empty(), name), Face.reference(kind, name)));
        }
        return 0;
    }

    /** Those that refer to others first. */
    private void byFiles() {
        List<Manifest> manifests = new ArrayList<>(Manifest.sorted(files.read(terminal)));
        Collections.reverse(manifests);
        Face face = options.face(terminal, false);
        for (Manifest manifest : manifests) {
            Placed.one(manifest, () -> delete(face, manifest.path(face), manifest.reference()));
        }
    }

    private boolean delete(Face face, String path, String reference) {
        Map<String, Object> answer = face.client().delete(path, body());
        boolean gone = "Status".equals(answer.get("kind"));
        terminal.line(reference + (gone ? " deleted" : " is being deleted: its finalizers go first") + dryRun.note());
        return gone;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "DeleteOptions");
        cascade.ifPresent(
                how -> body.put("propagationPolicy", how.substring(0, 1).toUpperCase(Locale.ROOT) + how.substring(1)));
        if (dryRun.on()) {
            body.put("dryRun", List.of("All"));
        }
        return body;
    }
}
