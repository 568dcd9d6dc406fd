package ai.a5c.krate.server.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists, shows and cancels runs.")
final class RunsCommand {

    private final Terminal terminal;

    RunsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest runs first.")
    int list(@Mixin ServerOptions options) {
        Map<String, Object> answer = options.client(terminal).get(options.agents(terminal) + "/runs");
        terminal.line(Output.table(Face.kind("AgentDispatchRun"), Output.items(answer)));
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One run as YAML.")
    int show(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN") String run) {
        String path = options.agents(terminal) + "/runs/" + ApiClient.encoded(run);
        terminal.line(Output.yaml(options.client(terminal).get(path)).stripTrailing());
        return 0;
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Asks a run to stop.")
    int cancel(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN") String run) {
        String path = options.agents(terminal) + "/runs/" + ApiClient.encoded(run) + "/cancel";
        Map<String, Object> answer = options.client(terminal).post(path, Map.of());
        terminal.line("%s %s".formatted(run, Output.at(answer, ".status.phase")));
        return 0;
    }
}
