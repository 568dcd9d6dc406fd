package ai.a5c.krate.server.command;

import ai.a5c.krate.failure.Failure;
import ai.a5c.krate.failure.FailureAnalysis;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says from a build's log, without a server, what broke the build and by which fingerprint it is known again."
                        + " Shows lines of the log as they are, not redacted.",
        footer =
                "Exit code 0: the failure was found; 1: nothing in the log looks like one; 2: the input makes no sense.")
final class CiExplainCommand implements Callable<Integer> {

    private static final int PIECE = 64 * 1024;

    private final Terminal terminal;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            required = true,
            description = "The log, of any size; - for the input.")
    private Path log = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json; text.")
    private String output = "text";

    CiExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return OfflineOptions.run(terminal, this::explain);
    }

    private int explain() {
        if (!List.of("text", "json").contains(output)) {
            throw new WrongInputException(List.of("--output: expected text or json"));
        }
        Optional<Failure> failure = analyze();
        if (failure.isEmpty()) {
            terminal.err().println("krate: nothing in this log looks like a failure");
            return 1;
        }
        Map<String, Object> told = told(failure.get());
        if (output.equals("json")) {
            terminal.line(Json.writeIndented(told).stripTrailing());
        } else {
            told.forEach((name, value) -> terminal.line(name + ":" + text(value)));
        }
        return 0;
    }

    private Optional<Failure> analyze() {
        FailureAnalysis analysis = new FailureAnalysis();
        boolean input = log.toString().equals("-");
        try (InputStream bytes = input ? terminal.in() : Files.newInputStream(log)) {
            byte[] piece = new byte[PIECE];
            for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
                analysis.accept(piece, 0, count);
            }
        } catch (IOException e) {
            throw new WrongInputException(List.of("%s: cannot be read".formatted(log)));
        }
        return analysis.result();
    }

    private static Map<String, Object> told(Failure failure) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("tool", failure.tool());
        told.put("cause", failure.cause().name().toLowerCase(Locale.ROOT));
        put(told, "stage", failure.stage());
        put(told, "subject", failure.subject());
        put(told, "message", failure.message());
        failure.place().ifPresent(place -> told.put("place", place.file() + ":" + place.line()));
        failure.exitCode().ifPresent(code -> told.put("exitCode", code));
        if (!failure.testNames().isEmpty()) {
            told.put("testNames", failure.testNames());
        }
        told.put("failureSignature", failure.fingerprint());
        told.put("line", failure.line());
        told.put("excerpt", failure.excerpt().lines());
        return told;
    }

    private static void put(Map<String, Object> told, String name, String value) {
        if (!value.isEmpty()) {
            told.put(name, value);
        }
    }

    private static String text(Object value) {
        if (!(value instanceof List<?> lines)) {
            return " " + value;
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }
}
