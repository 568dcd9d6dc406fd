package ai.a5c.krate.server.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "workspaces",
        mixinStandardHelpOptions = true,
        description = "Lists, shows, provisions and moves workspaces.")
final class WorkspacesCommand {

    private final Terminal terminal;

    WorkspacesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The workspaces of the organization.")
    int list(@Mixin ServerOptions options) {
        Map<String, Object> answer = options.client(terminal).get(options.agents(terminal) + "/workspaces?limit=500");
        terminal.line(Output.table(Face.kind("AgentWorkspace"), Output.items(answer)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One workspace as YAML, with what can be done with it and why not.")
    int show(@Mixin ServerOptions options, @Parameters(paramLabel = "WORKSPACE") String workspace) {
        terminal.line(Output.yaml(options.client(terminal).get(path(options, workspace)))
                .stripTrailing());
        return 0;
    }

    @Command(
            name = "provision",
            mixinStandardHelpOptions = true,
            description = "Makes a workspace of a repository, or finds the one that is there.")
    int provision(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "REPOSITORY") String repository,
            @Option(names = "--ref", paramLabel = "REF", description = "The branch; the default one if absent.")
                    Optional<String> ref,
            @Option(names = "--policy", paramLabel = "NAME", description = "The AgentWorkspacePolicy that keeps it.")
                    Optional<String> policy,
            @Option(names = "--work-item", paramLabel = "ITEM", description = "As in issue/7 or pull-request/3.")
                    Optional<String> workItem) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("repository", repository));
        ref.ifPresent(value -> body.put("ref", value));
        policy.ifPresent(value -> body.put("workspacePolicyRef", value));
        workItem.ifPresent(value -> body.put("workItem", value));
        Map<String, Object> answer = options.client(terminal).post(options.agents(terminal) + "/workspaces", body);
        terminal.line("%s %s".formatted(Output.at(answer, ".metadata.name"), Output.at(answer, ".status.phase")));
        return 0;
    }

    @Command(
            name = "action",
            mixinStandardHelpOptions = true,
            description = "Does one thing with a workspace.",
            footer = "Actions: provision, link, pin, unpin, note, archive, cleanup, recover, rebase-start,"
                    + " rebase-auto-resolve, rebase-mark-resolved, rebase-abort.")
    int action(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "ACTION") String action,
            @Parameters(
                            paramLabel = "TEXT",
                            arity = "0..1",
                            description = "The note; the work item of a link; work or upstream for an automatic"
                                    + " resolution.")
                    Optional<String> text,
            @Mixin Guards guards) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("action", action, "discard", guards.discard));
        Map<String, String> members = Map.of("note", "note", "link", "workItem", "rebase-auto-resolve", "keep");
        text.ifPresent(value -> body.put(members.getOrDefault(action, "note"), value));
        guards.generation.ifPresent(value -> body.put("expectedGeneration", value));
        Map<String, Object> answer = options.client(terminal).post(path(options, workspace) + "/action", body);
        terminal.line("%s %s".formatted(workspace, Output.at(answer, ".status.phase")));
        String approval = Output.at(answer, ".status.request.approval");
        if (!approval.isEmpty()) {
            terminal.line("%s waits for a person: krate approvals show %s"
                    .formatted(Output.at(answer, ".status.request.action"), approval));
        }
        for (String conflict : conflicts(answer)) {
            terminal.line("conflict: " + conflict);
        }
        return 0;
    }

    private static List<String> conflicts(Map<String, Object> answer) {
        return answer.get("status") instanceof Map<?, ?> status
                        && status.get("tree") instanceof Map<?, ?> tree
                        && tree.get("conflicts") instanceof List<?> conflicts
                ? conflicts.stream().map(String::valueOf).toList()
                : List.of();
    }

    private String path(ServerOptions options, String workspace) {
        return options.agents(terminal) + "/workspaces/" + ApiClient.encoded(workspace);
    }

    /** What keeps an action from doing harm. */
    static final class Guards {

        @Option(names = "--discard", description = "Lets work that is nowhere else, a pin and an archive go.")
        private boolean discard;

        @Option(
                names = "--expected-generation",
                paramLabel = "N",
                description = "Does nothing if its state has changed since.")
        private Optional<Long> generation = Optional.empty();
    }
}
