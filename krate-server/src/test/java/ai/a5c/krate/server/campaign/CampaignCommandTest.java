package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.command.KrateCommand;
import ai.a5c.krate.server.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the campaign does not begin. */
class CampaignCommandTest {

    @ParameterizedTest
    @CsvSource({"--minutes,0", "--minutes,2000", "--servers,1", "--servers,10", "--lease,0", "--lease,61"})
    void limitsThatMakeNoSenseAreRefused(String option, String value) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
        int code = KrateCommand.run(
                terminal,
                (settings, screen) -> 0,
                Map.of("campaign", new CampaignCommand(terminal)),
                "campaign",
                option,
                value);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "krate campaign: --minutes goes from 0.05 to 1440, --servers from 2 to 9, --lease from 1 to 60");
    }
}
