package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.GeneratedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandReferenceTest {

    private static final String HEAD = """
            # Commands

            <!-- rendered from the command line; do not edit -->

            What `krate COMMAND --help` prints; `krate demo`, `krate bench` and `krate campaign` describe themselves there. Every command that
            asks a server takes it from `--server` or `KRATE_SERVER`, the token from `KRATE_TOKEN` or `~/.config/krate/token`,
            the organization from `--org` or `KRATE_ORG`, and whom to believe under TLS from `--certificate-authority` or
            `KRATE_CA`. Exit code 0 is done, 1 refused or failed, 2 a command that makes no sense; `krate diff` has its own.
            """;

    private static CommandLine krate() {
        ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]), new PrintStream(nowhere), new PrintStream(nowhere), Map.of());
        return KrateCommand.line(terminal, (settings, console) -> 0);
    }

    /** A command and those below it, without what groups others only. */
    private static Stream<CommandLine> all(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(CommandReferenceTest::all);
    }

    @Test
    void everyCommandIsDescribedInTheReference() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        all(krate()).forEach(line -> {
            line.setUsageHelpWidth(110);
            text.append("\n## ").append(line.getCommandSpec().qualifiedName()).append("\n\n```\n");
            text.append(line.getUsageMessage(Ansi.OFF)
                    .replaceAll("(?m)[ \\t]+$", "")
                    .stripTrailing());
            text.append("\n```\n");
        });
        GeneratedFile.at("docs/reference/commands.md").mustBe(text.toString());
    }

    @Test
    void everyCommandAndOptionSaysWhatItIsFor() {
        List<String> silent = all(krate())
                .flatMap(line -> Stream.concat(
                        line.getCommandSpec().usageMessage().description().length == 0
                                ? Stream.of(line.getCommandSpec().qualifiedName())
                                : Stream.empty(),
                        line.getCommandSpec().options().stream()
                                .filter(option -> option.description().length == 0)
                                .map(option -> line.getCommandSpec().qualifiedName() + " " + option.longestName())))
                .toList();
        assertThat(silent).isEmpty();
    }
}
