package ai.a5c.krate.server.command;

import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", mixinStandardHelpOptions = true, description = "Shows resources of a kind, or of several.")
final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Parameters(
            arity = "1..2",
            paramLabel = "KIND [NAME]",
            hideParamSyntax = true,
            description = "Name, plural or short name, several with commas; one resource's name.")
    private final List<String> words = new ArrayList<>();

    @Option(names = "-o", paramLabel = "FORM", description = "table, wide, yaml, json or name; table.")
    private String form = "table";

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Such as a=b,c!=d,e in (f,g).")
    private String selector = "";

    @Option(names = "--field-selector", paramLabel = "FIELDS", description = "As for labels, over indexed fields.")
    private String fieldSelector = "";

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of every namespace that the token may see.")
    private boolean everywhere;

    @Option(
            names = {"-w", "--watch"},
            description = "Goes on with every change, until it is interrupted.")
    private boolean watch;

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Kind> kinds = Face.kinds(words.get(0));
        Optional<String> name = words.stream().skip(1).findFirst();
        check(kinds, name);
        Face face = options.face(terminal, everywhere);
        if (watch) {
            watch(face, kinds.get(0), name);
        } else if (isTable()) {
            kinds.forEach(kind -> table(face, kind, name, kinds.size() > 1));
        } else {
            documents(face, kinds, name);
        }
        return 0;
    }

    private boolean isTable() {
        return form.equals("table") || form.equals("wide");
    }

    private void check(List<Kind> kinds, Optional<String> name) {
        if (!List.of("table", "wide", "yaml", "json", "name").contains(form)) {
            throw new CommandException("-o knows table, wide, yaml, json and name");
        }
        if (name.isPresent() && (kinds.size() > 1 || everywhere || !selector.isEmpty() || !fieldSelector.isEmpty())) {
            throw new CommandException("a name goes with one kind, in one namespace, without selectors");
        }
        if (watch && (kinds.size() > 1 || !(isTable() || form.equals("name")))) {
            throw new CommandException("-w watches one kind, as table, wide or name");
        }
    }

    private String query() {
        return (selector.isEmpty() ? "" : "&labelSelector=" + ApiClient.encoded(selector))
                + (fieldSelector.isEmpty() ? "" : "&fieldSelector=" + ApiClient.encoded(fieldSelector));
    }

    private void table(Face face, Kind kind, Optional<String> name, boolean several) {
        Map<String, Object> answer = name.isPresent()
                ? face.client().table(face.path(kind, Optional.empty(), name.get()))
                : face.list(face.path(kind), query(), true);
        Optional<String> text =
                TableText.print(text(several ? Face.reference(kind, "") : "").rows(kind, answer));
        text.map(shown -> several ? shown + "\n" : shown)
                .ifPresentOrElse(
                        terminal::line,
                        () -> terminal.err()
                                .println("No %s found%s"
                                        .formatted(
                                                kind.info().plural(),
                                                face.namespace()
                                                        .map(" in namespace %s"::formatted)
                                                        .orElse(""))));
    }

    private TableText text(String prefix) {
        return new TableText(form.equals("wide"), everywhere, prefix);
    }

    private void documents(Face face, List<Kind> kinds, Optional<String> name) {
        Map<String, Object> answer = name.isPresent()
                ? face.client().get(face.path(kinds.get(0), Optional.empty(), name.get()))
                : all(face, kinds);
        if (form.equals("name")) {
            List<Map<?, ?>> items = name.isPresent() ? List.of(answer) : Output.items(answer);
            items.forEach(item -> terminal.line(
                    Face.reference(Face.kind(Output.at(item, ".kind")), Output.at(item, ".metadata.name"))));
        } else {
            terminal.line(
                    form.equals("json")
                            ? Output.json(answer)
                            : Output.yaml(answer).stripTrailing());
        }
    }

    private Map<String, Object> all(Face face, List<Kind> kinds) {
        if (kinds.size() == 1) {
            return face.list(face.path(kinds.get(0)), query(), false);
        }
        List<Object> items = new ArrayList<>();
        kinds.forEach(kind -> items.addAll(Output.items(face.list(face.path(kind), query(), false))));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", "v1");
        list.put("kind", "List");
        list.put("items", items);
        return list;
    }

    /** What there is, then every change; a resource's name is a selector of its own. */
    private void watch(Face face, Kind kind, Optional<String> name) {
        String query = query()
                + name.map(one -> "&fieldSelector=metadata.name%3D" + ApiClient.encoded(one))
                        .orElse("");
        Map<String, Object> before = face.list(face.path(kind), query, isTable());
        WatchText lines = new WatchText(kind, text(""), form.equals("name"), terminal);
        lines.first(before);
        String from = Output.at(before, ".metadata.resourceVersion");
        face.client()
                .follow(
                        face.path(kind) + "?watch=true&resourceVersion=" + ApiClient.encoded(from) + query,
                        isTable(),
                        lines::next);
    }
}
