package ai.a5c.krate.server.command;

import ai.a5c.krate.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rules", mixinStandardHelpOptions = true, description = "Lists, shows, tries and moves trigger rules.")
final class RulesCommand {

    private final Terminal terminal;

    RulesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The rules of the organization.")
    int list(@Mixin ServerOptions options) {
        Map<String, Object> answer = options.client(terminal).get(options.agents(terminal) + "/rules?limit=500");
        terminal.line(Output.table(Face.kind("AgentTriggerRule"), Output.items(answer)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One rule as YAML, then what it decided last and why.")
    int show(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        ApiClient client = options.client(terminal);
        String path = path(options, rule);
        terminal.line(Output.yaml(client.get(path)).stripTrailing());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("EXECUTION", "DECISION", "RUN", "REASONS"));
        for (Map<?, ?> item : Output.items(client.get(path + "/executions?limit=20"))) {
            rows.add(List.of(
                    Output.at(item, ".metadata.name"),
                    Output.at(item, ".spec.decision"),
                    Output.at(item, ".spec.dispatchRun"),
                    Output.at(item, ".spec.reasons")));
        }
        terminal.line("---");
        terminal.line(Output.table(rows));
        return 0;
    }

    @Command(
            name = "dry-run",
            mixinStandardHelpOptions = true,
            description = "What a rule, saved or in a file, would make of an event; changes nothing.",
            footer =
                    "Exit code 0: it starts work, or joins some; 1: it does not, or a person must agree first; 2: wrong input.")
    int dryRun(
            @Mixin ServerOptions options,
            @Mixin EventOptions event,
            @Parameters(paramLabel = "RULE", arity = "0..1") Optional<String> rule,
            @Option(
                            names = {"-f", "--filename"},
                            paramLabel = "FILE",
                            description = "A rule that is not saved, instead of RULE.")
                    Optional<Path> file,
            @Mixin DeliveryOption delivery)
            throws Exception {
        return OfflineOptions.run(terminal, () -> {
            Map<String, Object> body = new LinkedHashMap<>(delivery.body(event));
            file.ifPresent(path -> body.put(
                    "rule",
                    Manifest.read(List.of(path.toString()), false, terminal)
                            .get(0)
                            .document()));
            if (rule.isPresent() == file.isPresent()) {
                throw new WrongInputException(List.of("name a rule, or a file with -f"));
            }
            String path = rule.map(name -> path(options, name)).orElse(options.agents(terminal) + "/rules");
            Map<String, Object> answer = options.client(terminal).post(path + "/dry-run", body);
            if (delivery.format == OfflineOptions.Format.json) {
                terminal.line(Output.json(answer));
            } else {
                RehearsalText.dryRun(answer).forEach(terminal::line);
            }
            return List.of("run", "queue", "join").contains(Output.at(answer, ".outcome")) ? 0 : 1;
        });
    }

    @Command(
            name = "what-if",
            mixinStandardHelpOptions = true,
            description = "What changed rules, grants or stacks would have made of the newest stored events.")
    int whatIf(
            @Mixin ServerOptions options,
            @Mixin FileOptions files,
            @Option(
                            names = "--events",
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "How many; 200, at most 2000.")
                    int events,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "table",
                            description = "table (the default) or json.")
                    OfflineOptions.Format format) {
        List<Map<String, Object>> documents =
                files.read(terminal).stream().map(Manifest::document).toList();
        Map<String, Object> answer = options.client(terminal)
                .post(
                        options.agents(terminal) + "/rules/what-if",
                        Json.readObject(Json.write(Map.of("documents", documents, "events", events))));
        if (format == OfflineOptions.Format.json) {
            terminal.line(Output.json(answer));
        } else {
            RehearsalText.whatIf(answer).forEach(terminal::line);
        }
        return 0;
    }

    @Command(name = "activate", mixinStandardHelpOptions = true, description = "Lets a rule match from now on.")
    int activate(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        return act(options, rule, "activate");
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Lets a rule match nothing until it is resumed.")
    int pause(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        return act(options, rule, "pause");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused rule match again.")
    int resume(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        return act(options, rule, "resume");
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Switches a rule off.")
    int disable(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        return act(options, rule, "disable");
    }

    @Command(name = "archive", mixinStandardHelpOptions = true, description = "Puts a rule away for good.")
    int archive(@Mixin ServerOptions options, @Parameters(paramLabel = "RULE") String rule) {
        return act(options, rule, "archive");
    }

    private int act(ServerOptions options, String rule, String action) {
        Map<String, Object> answer =
                options.client(terminal).post(path(options, rule) + "/lifecycle", Map.of("action", action));
        terminal.line("%s %s".formatted(rule, Output.at(answer, ".spec.lifecycleState")));
        return 0;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Decides a stored delivery again, under the rule as it is now.")
    int replay(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "RULE") String rule,
            @Parameters(paramLabel = "DELIVERY") String delivery) {
        Map<String, Object> answer =
                options.client(terminal).post(path(options, rule) + "/replay-delivery", Map.of("delivery", delivery));
        terminal.line("%s %s %s %s"
                .formatted(
                        Output.at(answer, ".outcome"),
                        Output.at(answer, ".execution.metadata.name"),
                        Output.at(answer, ".execution.spec.decision"),
                        Output.at(answer, ".execution.spec.dispatchRun"))
                .strip());
        return 0;
    }

    private String path(ServerOptions options, String rule) {
        return options.agents(terminal) + "/rules/" + ApiClient.encoded(rule);
    }
}
