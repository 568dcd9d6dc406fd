package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.campaign.CampaignServer.Silence;
import ai.a5c.krate.server.campaign.Evidence.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long an attempt waited for another server. */
class TakeOversTest {

    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aTakeOverLastsFromTheKillToTheNextClaim() {
        List<Entry> claims = List.of(claimed(0, 10, "run-1"), claimed(9, 11, "run-1"), claimed(5, 12, "run-2"));
        assertThat(TakeOvers.of(claims, List.of(new Silence(10, BEGIN.plusSeconds(4)))))
                .containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void whoeverIsNotSilencedIsNotTakenOver() {
        List<Entry> claims = List.of(claimed(0, 10, "run-1"), claimed(9, 11, "run-1"));
        assertThat(TakeOvers.of(
                        claims, List.of(new Silence(11, BEGIN.plusSeconds(4)), new Silence(10, BEGIN.plusSeconds(20)))))
                .isEmpty();
    }

    private static Entry claimed(int second, long process, String run) {
        return new Entry(
                BEGIN.plusSeconds(second),
                "krate-%d-11111111-2222".formatted(process),
                "run.claimed",
                "AgentDispatchRun/acme/" + run);
    }
}
