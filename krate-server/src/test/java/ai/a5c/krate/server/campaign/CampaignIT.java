package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The crash campaign in small, with Debian's PostgreSQL; without it the test is skipped, on a build server it fails. */
class CampaignIT {

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("krate.campaign.seconds", 8));

    @BeforeAll
    static void postgresql() {
        boolean found = PrivatePostgres.isInstalled();
        if (!found && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("PostgreSQL's server programs are needed here; install the package postgresql");
        }
        Assumptions.assumeTrue(found, "no PostgreSQL server programs; install the package postgresql");
    }

    @Test
    void twoServersThatAreKilledUnderLoadLoseAndDoubleNothing() {
        Seeds.forAll(1, random -> {
            Plan plan = new Plan(
                    LENGTH,
                    Duration.ofMinutes(4),
                    2,
                    5,
                    Duration.ofSeconds(2),
                    random.nextInt(1_000_000),
                    Optional.empty());
            List<String> told = new ArrayList<>();
            Outcome outcome = new Campaign(plan, told::add).run();
            assertThat(outcome.violations()).as("%s", told).isEmpty();
            assertThat(outcome.troubles()).as("troubles").isNotEmpty();
            assertThat(outcome.evidence().deliveries()).as("deliveries").isNotEmpty();
            assertThat(new CampaignReport(outcome).markdown()).contains("Nothing was lost or doubled");
        });
    }
}
