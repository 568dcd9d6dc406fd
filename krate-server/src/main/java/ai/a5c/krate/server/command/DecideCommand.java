package ai.a5c.krate.server.command;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.review.ReviewRecord;
import ai.a5c.krate.trigger.DecisionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        description = "Makes a recorded decision again, from the event, the rule and the facts in its record.",
        footer = "Exit code 0: it comes out the same, byte for byte; 1: it does not; 2: there is no such record.")
final class DecideCommand implements Callable<Integer> {

    private static final long LARGEST = 64L * 1024 * 1024;

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--record", paramLabel = "FILE", description = "The record in a file; no server is asked.")
    private Optional<Path> record = Optional.empty();

    @Option(
            names = "--execution",
            paramLabel = "NAME",
            description = "The record of a trigger execution, from the server.")
    private Optional<String> execution = Optional.empty();

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "The record of a run's permission review, from the server.")
    private Optional<String> run = Optional.empty();

    DecideCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return OfflineOptions.run(terminal, () -> compare(text()));
    }

    private String text() {
        long named =
                Stream.of(record, execution, run).filter(Optional::isPresent).count();
        if (named != 1) {
            throw new WrongInputException(List.of("name one of --record, --execution and --run"));
        }
        if (record.isPresent()) {
            return read(record.get());
        }
        String path = execution
                .map(name -> "/executions/" + ApiClient.encoded(name) + "/record")
                .orElseGet(() -> "/runs/" + ApiClient.encoded(run.orElse("")) + "/review-record");
        return server.client(terminal).text(server.agents(terminal) + path);
    }

    /** The file's text; a line end that an editor added is not part of it. */
    private static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new WrongInputException(List.of("%s has more than %d bytes".formatted(file, LARGEST)));
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new WrongInputException(List.of("%s cannot be read".formatted(file)));
        }
    }

    private int compare(String text) {
        Map<String, Object> recorded = tree(text);
        String again = again(Output.at(recorded, ".kind"), text);
        if (again.equals(text)) {
            terminal.line("the same decision: %s".formatted(decision(recorded)));
            return 0;
        }
        terminal.line("another decision: %s".formatted(decision(Json.readObject(again))));
        terminal.line(FirstDifference.of(recorded, Json.readObject(again))
                .orElse("the values are the same, but they are not written as canonical JSON"));
        return 1;
    }

    private static Map<String, Object> tree(String text) {
        try {
            return Json.readObject(text);
        } catch (InvalidJsonException e) {
            throw new WrongInputException(List.of("the record is no JSON: " + e.getMessage()));
        }
    }

    private static String again(String kind, String text) {
        try {
            if (DecisionRecord.KIND.equals(kind)) {
                return DecisionRecord.recompute(text);
            }
            if (ReviewRecord.KIND.equals(kind)) {
                return ReviewRecord.recompute(text);
            }
        } catch (IllegalArgumentException | InvalidJsonException e) {
            throw new WrongInputException(List.of("the record cannot be read: " + e.getMessage()));
        }
        throw new WrongInputException(
                List.of("expected a record whose kind is %s or %s".formatted(DecisionRecord.KIND, ReviewRecord.KIND)));
    }

    private static String decision(Map<String, Object> record) {
        String trigger = Output.at(record, ".outcome.decision");
        return trigger.isEmpty() ? Output.at(record, ".review.decision") : trigger;
    }
}
