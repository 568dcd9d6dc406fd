package ai.a5c.krate.server.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "ci", mixinStandardHelpOptions = true, description = "Looks at builds.")
final class CiCommand {

    private CiCommand() {}

    /** The command with those below it. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new CiCommand()).addSubcommand("explain", new CiExplainCommand(terminal));
    }
}
