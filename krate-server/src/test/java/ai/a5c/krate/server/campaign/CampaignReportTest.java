package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.campaign.Evidence.Audit;
import ai.a5c.krate.server.campaign.Havoc.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a campaign. */
class CampaignReportTest {

    private static final Violation LOST = new Violation("run-lost", "request 7", "no run came of it");

    @Test
    void soundBooksAreCalledSound() {
        CampaignReport report = report(List.of());
        assertThat(report.sentence())
                .isEqualTo(
                        "nothing was lost or doubled: 3 kills, 0 runs, 0 launches, 0 write-backs on the forge, seed 42");
        assertThat(report.markdown())
                .contains("Held at 2026-11-22T12:00:00Z: 60 s of load and trouble, 75 s in all, 3 servers, seed 42.")
                .contains("On 2 processors, Linux on amd64, Java 17, PostgreSQL 15.")
                .contains("**Nothing was lost or doubled.**")
                .contains("after 4.0 s in the\nmiddle and 9.5 s at most")
                .contains("| all servers killed with -9 at once | 1 |")
                .contains("| everything is there | 12 | 0 |");
        assertThat(report.document())
                .containsEntry("kills", 3L)
                .containsEntry("longest-take-over-millis", 9_500L)
                .containsEntry("violations", List.of());
    }

    @Test
    void whatIsWrongIsNamed() {
        CampaignReport report = report(List.of(LOST));
        assertThat(report.sentence()).startsWith("1 violations: ");
        assertThat(report.markdown())
                .contains("**Not everything is as it must be.**")
                .contains("- `run-lost request 7: no run came of it`")
                .contains("| everything is there | 12 | 1 |");
        assertThat(report.document()).containsEntry("violations", List.of("run-lost request 7: no run came of it"));
    }

    private static CampaignReport report(List<Violation> violations) {
        Evidence evidence = new Evidence(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Audit(true, 0, "", List.of()),
                List.of());
        return new CampaignReport(new Outcome(
                new Plan(
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(1),
                        3,
                        24,
                        Duration.ofSeconds(2),
                        42,
                        Optional.empty()),
                new Machine(2, "Linux on amd64", "17", "PostgreSQL 15"),
                Instant.parse("2026-11-22T12:00:31Z"),
                Duration.ofSeconds(75),
                30,
                Map.of(Trouble.KILL_ALL, 1),
                3,
                List.of(Duration.ofMillis(9_500), Duration.ofSeconds(1), Duration.ofSeconds(4)),
                evidence,
                List.of(new Accounting.Line("everything is there", 12, violations))));
    }
}
