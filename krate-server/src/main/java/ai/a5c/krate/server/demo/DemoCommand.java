package ai.a5c.krate.server.demo;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.command.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job, for real, on this machine: forge stand-in, repository, server, agent, approval, write-back. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows a mention become a reviewed, approved, written-back agent run.")
public final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--yes", description = "Approve without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON line at the end; progress goes to standard error.")
    private boolean json;

    @Option(names = "--agent", paramLabel = "NAME", description = "scripted or claude; scripted.")
    private String agent = "scripted";

    @Option(names = "--delivery", paramLabel = "FILE", description = "A captured delivery to send unaltered.")
    private Optional<Path> delivery = Optional.empty();

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** 0 for a written-back run or a decision against one, 1 for a run that ended otherwise, 2 for wrong input. */
    @Override
    public Integer call() {
        DemoScreen screen = new DemoScreen(json ? terminal.err() : terminal.out(), terminal.in(), yes);
        DemoOptions options = new DemoOptions(home(), agent, delivery, yes);
        try (DemoWorld world = DemoWorld.build(options, screen)) {
            DemoResult result = new DemoJob(world, screen).run(options);
            screen.say(result.sentence());
            if (json) {
                terminal.out().println(Json.write(result.document()));
            }
            return result.exitCode();
        } catch (DemoException e) {
            terminal.err().println("krate demo: " + e.getMessage());
            if (json) {
                terminal.out().println(Json.write(Map.of("error", String.valueOf(e.getMessage()), "code", e.code())));
            }
            return e.exitCode();
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("krate.home", ".")).toAbsolutePath().normalize();
    }
}
