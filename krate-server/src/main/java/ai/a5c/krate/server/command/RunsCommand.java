package ai.a5c.krate.server.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists and shows runs, and acts on them.")
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

    @Command(
            name = "actions",
            mixinStandardHelpOptions = true,
            description = "What may be done with a run now, and why not.")
    int actions(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN") String run) {
        String path = options.agents(terminal) + "/runs/" + ApiClient.encoded(run) + "/actions";
        Map<String, Object> answer = options.client(terminal).get(path);
        terminal.line("generation %s".formatted(Output.at(answer, ".generation")));
        if (answer.get("actions") instanceof List<?> actions) {
            for (Object one : actions) {
                Map<?, ?> action = (Map<?, ?>) one;
                boolean allowed = Boolean.TRUE.equals(action.get("allowed"));
                terminal.line(
                        "%-16s %-3s %s".formatted(action.get("action"), allowed ? "yes" : "no", action.get("message")));
            }
        }
        return 0;
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Asks a run to stop.")
    int cancel(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "cancel");
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Tries a run once more with the same context; has a blocked one reviewed again.")
    int retry(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "retry");
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Goes on with the conversation of a run that is over.")
    int resume(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "resume");
    }

    @Command(
            name = "continue",
            mixinStandardHelpOptions = true,
            description = "Sends the agent a message; one that is done goes on with its conversation.")
    int goOn(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "continue");
    }

    @Command(
            name = "fork",
            mixinStandardHelpOptions = true,
            description = "Starts another run with a copy of the conversation.")
    int fork(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "fork");
    }

    @Command(
            name = "rerun-after-fix",
            mixinStandardHelpOptions = true,
            description = "Starts another run at the commit that the branch is at now.")
    int rerun(@Mixin ServerOptions options, @Mixin ActionOptions action, @Parameters(paramLabel = "RUN") String run) {
        return act(options, action, run, "rerun-after-fix");
    }

    private int act(ServerOptions options, ActionOptions action, String run, String word) {
        String path = options.agents(terminal) + "/runs/" + ApiClient.encoded(run) + "/" + word;
        Map<String, Object> answer = options.client(terminal).post(path, action.body());
        terminal.line("%s %s".formatted(Output.at(answer, ".metadata.name"), Output.at(answer, ".status.phase")));
        return 0;
    }
}
