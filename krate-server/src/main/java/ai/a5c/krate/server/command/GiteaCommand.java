package ai.a5c.krate.server.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "gitea",
        mixinStandardHelpOptions = true,
        description = "Connects repositories of Gitea, and looks at its deliveries.")
final class GiteaCommand {

    private GiteaCommand() {}

    /** The command with those below it. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new GiteaCommand())
                .addSubcommand("connect", new GiteaConnectCommand(terminal))
                .addSubcommand("explain", new GiteaExplainCommand(terminal));
    }
}
