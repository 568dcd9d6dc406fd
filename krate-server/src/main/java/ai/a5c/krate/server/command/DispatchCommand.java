package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dispatch",
        mixinStandardHelpOptions = true,
        description = "Dispatches an agent by hand, with your own rights.",
        footer = "Exit code 0: there is a run, or would be; 1: denied, with the reasons; 2: wrong input.")
final class DispatchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--stack", paramLabel = "NAME", required = true, description = "The stack.")
    private String stack = "";

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            required = true,
            description = "The repository, by its name or as owner/name.")
    private String repository = "";

    @Option(
            names = "--task",
            paramLabel = "KIND",
            required = true,
            description = "What kind of task: issue-fix, review, question, ...")
    private String task = "";

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            required = true,
            description = "What the agent is to do; - reads it from the standard input.")
    private String prompt = "";

    @Option(names = "--ref", paramLabel = "REF", description = "A branch or tag; else the default branch.")
    private Optional<String> ref = Optional.empty();

    @Option(names = "--sha", paramLabel = "COMMIT", description = "A commit; else the head of the branch.")
    private Optional<String> sha = Optional.empty();

    @Option(names = "--file", paramLabel = "PATH", description = "A file of the repository to show; repeatable.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--label", paramLabel = "NAME", description = "A context label; repeatable.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--work-item", paramLabel = "ITEM", description = "Such as issue/7 or pull-request/3.")
    private Optional<String> workItem = Optional.empty();

    @Option(names = "--title", paramLabel = "TEXT", description = "The work item's title.")
    private Optional<String> title = Optional.empty();

    @Option(names = "--budget", paramLabel = "USD", description = "The most that it may cost in US dollars.")
    private Optional<Double> budget = Optional.empty();

    @Option(names = "--pool", paramLabel = "NAME", description = "The runner pool; else the stack's.")
    private Optional<String> pool = Optional.empty();

    @Option(names = "--request-id", paramLabel = "ID", description = "The same one asks for the same run.")
    private Optional<String> requestId = Optional.empty();

    @Option(names = "--dry-run", description = "Says what would come of it; stores nothing.")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (the default) or json.")
    private OfflineOptions.Format format = OfflineOptions.Format.table;

    DispatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String path = server.agents(terminal) + "/runs" + (dryRun ? "?dryRun=All" : "");
        Map<String, Object> answer = server.client(terminal).post(path, body());
        if (format == OfflineOptions.Format.json) {
            terminal.line(Output.json(answer));
        } else if (dryRun) {
            RehearsalText.dispatch(answer).forEach(terminal::line);
        } else {
            terminal.line("%s %s".formatted(Output.at(answer, ".metadata.name"), Output.at(answer, ".status.phase")));
        }
        return Output.at(answer, ".outcome").equals("denied") ? 1 : 0;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("agentStack", stack);
        body.put("repository", repository);
        body.put("taskKind", task);
        body.put("prompt", prompt.equals("-") ? terminal.inputText() : prompt);
        body.put("files", files);
        body.put("contextLabels", labels);
        ref.ifPresent(value -> body.put("ref", value));
        sha.ifPresent(value -> body.put("sha", value));
        workItem.ifPresent(value -> body.put("workItem", value));
        title.ifPresent(value -> body.put("title", value));
        budget.ifPresent(value -> body.put("budgetUsd", value));
        pool.ifPresent(value -> body.put("runnerPool", value));
        requestId.ifPresent(value -> body.put("requestId", value));
        return body;
    }
}
