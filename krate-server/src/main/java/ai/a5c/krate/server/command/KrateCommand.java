package ai.a5c.krate.server.command;

import ai.a5c.krate.server.settings.InvalidSettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code krate}: exit code 0 for done, 1 for refused or failed, 2 for a command that makes no sense. */
@Command(
        name = "krate",
        mixinStandardHelpOptions = true,
        description = "Dispatches coding agents on your forge, with reviewed permissions and human approval.")
public final class KrateCommand implements Callable<Integer> {

    private final Terminal terminal;

    private KrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command line.
     *
     * @param more further subcommands by name
     * @return the exit code
     */
    public static int run(Terminal terminal, ServerStarter starter, Map<String, Object> more, String... arguments) {
        CommandLine line = line(terminal, starter);
        more.forEach(line::addSubcommand);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((problem, command, result) -> {
            if (problem instanceof CommandException || problem instanceof InvalidSettingsException) {
                terminal.err().println("krate: " + Terminal.plain(String.valueOf(problem.getMessage())));
                return 1;
            }
            throw problem;
        });
        return line.execute(arguments);
    }

    static CommandLine line(Terminal terminal, ServerStarter starter) {
        return new CommandLine(new KrateCommand(terminal))
                .addSubcommand("serve", new ServeCommand(terminal, starter))
                .addSubcommand("apply", new ApplyCommand(terminal))
                .addSubcommand("get", new GetCommand(terminal))
                .addSubcommand("delete", new DeleteCommand(terminal))
                .addSubcommand("diff", new DiffCommand(terminal))
                .addSubcommand("explain", new ExplainCommand(terminal))
                .addSubcommand("validate", new ValidateCommand(terminal))
                .addSubcommand("kubeconfig", new KubeconfigCommand(terminal))
                .addSubcommand("review", new ReviewCommand(terminal))
                .addSubcommand("decide", new DecideCommand(terminal))
                .addSubcommand(
                        "rules",
                        new CommandLine(new RulesCommand(terminal))
                                .addSubcommand("test", new RulesTestCommand(terminal)))
                .addSubcommand("deliveries", new CommandLine(new DeliveriesCommand(terminal)))
                .addSubcommand("dispatch", new DispatchCommand(terminal))
                .addSubcommand("runs", new CommandLine(new RunsCommand(terminal)))
                .addSubcommand("transcript", new TranscriptCommand(terminal))
                .addSubcommand("workspaces", new CommandLine(new WorkspacesCommand(terminal)))
                .addSubcommand("approvals", new CommandLine(new ApprovalsCommand(terminal)))
                .addSubcommand("ci", CiCommand.line(terminal))
                .addSubcommand("gitea", GiteaCommand.line(terminal))
                .addSubcommand("doctor", new DoctorCommand(terminal))
                .addSubcommand("secret", new CommandLine(new SecretCommand(terminal)))
                .addSubcommand("audit", new CommandLine(new AuditCommand(terminal)))
                .addSubcommand("token", new CommandLine(new TokenCommand(terminal)))
                .addSubcommand("version", new VersionCommand(terminal));
    }

    @Override
    public Integer call() {
        terminal.err().println("krate: name a command; krate --help lists them");
        return 2;
    }
}
