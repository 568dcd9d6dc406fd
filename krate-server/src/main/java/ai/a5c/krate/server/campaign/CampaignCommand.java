package ai.a5c.krate.server.campaign;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.command.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills servers under load for a while, and checks from outside that nothing was lost or doubled. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description = "Kills servers under load for a while, and checks from outside that nothing was lost or doubled.")
public final class CampaignCommand implements Callable<Integer> {

    private static final Duration DRAIN = Duration.ofMinutes(4);

    private static final int OPEN = 24;

    private final Terminal terminal;

    @Option(names = "--minutes", paramLabel = "COUNT", description = "How long; 10. Fractions are allowed.")
    private double minutes = 10;

    @Option(names = "--servers", paramLabel = "COUNT", description = "How many servers, from 2 to 9; 3.")
    private int servers = 3;

    @Option(names = "--lease", paramLabel = "SECONDS", description = "How long a server's claims last; 2.")
    private int lease = 2;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "What chance is drawn from; a random one.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Where to write the report, in Markdown.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--logs",
            paramLabel = "DIRECTORY",
            description = "Where to keep logs and what was stored; nowhere.")
    private Optional<Path> logs = Optional.empty();

    @Option(names = "--json", description = "Print one JSON line at the end; progress goes to standard error.")
    private boolean json;

    public CampaignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** 0 if nothing was lost or doubled, 1 if something was or the campaign could not be held, 2 for wrong input. */
    @Override
    public Integer call() {
        if (minutes < 0.05 || minutes > 24 * 60 || servers < 2 || servers > 9 || lease < 1 || lease > 60) {
            terminal.err()
                    .println(
                            "krate campaign: --minutes goes from 0.05 to 1440, --servers from 2 to 9, --lease from 1 to 60");
            return 2;
        }
        Plan plan = new Plan(
                Duration.ofMillis(Math.round(minutes * 60_000)),
                DRAIN,
                servers,
                OPEN,
                Duration.ofSeconds(lease),
                seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000_000)),
                logs.map(Path::toAbsolutePath));
        try {
            Outcome outcome = new Campaign(plan, teller()).run();
            return closed(outcome);
        } catch (CampaignException e) {
            terminal.err().println("krate campaign: " + e.getMessage());
            return 1;
        }
    }

    private Consumer<String> teller() {
        Instant begun = Instant.now();
        return text -> (json ? terminal.err() : terminal.out())
                .println("%7.1fs  %s"
                        .formatted(Duration.between(begun, Instant.now()).toMillis() / 1000.0, text));
    }

    private int closed(Outcome outcome) {
        CampaignReport written = new CampaignReport(outcome);
        outcome.violations().forEach(violation -> terminal.err().println(violation));
        report.ifPresent(file -> write(file, written.markdown()));
        if (json) {
            terminal.out().println(Json.write(written.document()));
        } else {
            terminal.out().println(written.sentence());
        }
        return outcome.violations().isEmpty() ? 0 : 1;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CampaignException("the report cannot be written: " + e.getMessage(), e);
        }
    }
}
