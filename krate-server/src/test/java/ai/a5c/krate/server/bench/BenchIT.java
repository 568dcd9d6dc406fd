package ai.a5c.krate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.campaign.PrivatePostgres;
import ai.a5c.krate.server.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The bench command on small sizes: that it measures and compares, not how fast anything is. */
class BenchIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
        return new CommandLine(new BenchCommand(terminal)).execute(arguments);
    }

    @Test
    void everyFigureStandsBesideItsPeer() {
        assertThat(run("--json", "--largest", "100")).isZero();
        Map<String, Object> report = Json.readObject(out.toString(StandardCharsets.UTF_8));
        assertThat(report.get("figures"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThanOrEqualTo(PrivatePostgres.isInstalled() ? 16 : 9)
                .allSatisfy(figure -> assertThat(figure)
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsKeys("name", "size", "unit", "p50", "p99", "peer", "peerP50", "ratio")
                        .allSatisfy(
                                (name, value) -> assertThat(value instanceof Number number ? number.doubleValue() : 1)
                                        .isPositive()));
    }

    @Test
    void whatAWatcherHoldsStandsBesideAPlainSocket() {
        assertThat(run("watch", "--json", "--largest", "1000")).isZero();
        assertThat(Json.readObject(out.toString(StandardCharsets.UTF_8)).get("figures"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .filteredOn(figure -> "bytes".equals(((Map<?, ?>) figure).get("unit")))
                .hasSize(2)
                .allSatisfy(figure -> assertThat(Double.parseDouble(String.valueOf(((Map<?, ?>) figure).get("p50"))))
                        .isPositive());
    }

    @Test
    void anUnknownNameIsToldTheKnownOnes() {
        assertThat(run("speed")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "krate bench: there are resources, watch, store, dispatch, and --largest goes from 100 to 1000000%n"
                                .formatted());
        assertThat(List.of(run("store", "--largest", "7"), out.size())).containsExactly(2, 0);
    }
}
