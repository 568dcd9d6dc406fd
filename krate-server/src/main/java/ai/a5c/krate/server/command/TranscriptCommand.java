package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "transcript",
        mixinStandardHelpOptions = true,
        description = "What was said in a run, as Markdown or JSON; secrets were removed before it was stored.")
final class TranscriptCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Parameters(arity = "1", paramLabel = "RUN", hideParamSyntax = true, description = "The run's name.")
    private final List<String> run = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "markdown, or json: a document for each thousand events, one a line; markdown.")
    private String format = "markdown";

    @Option(names = "--after", paramLabel = "SEQUENCE", description = "Begins behind this event; 0.")
    private long after;

    TranscriptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ApiClient client = options.client(terminal);
        String path =
                "%s/runs/%s/transcript?limit=1000&".formatted(options.agents(terminal), ApiClient.encoded(run.get(0)));
        boolean json = format.equals("json");
        for (String next = Long.toString(after); !next.isEmpty(); ) {
            ApiClient.Page page = client.page(path + "format=" + ApiClient.encoded(format) + "&after=" + next);
            terminal.line(page.text().stripTrailing());
            if (!json && !page.next().isEmpty()) {
                terminal.line("");
            }
            next = page.next();
        }
        return 0;
    }
}
