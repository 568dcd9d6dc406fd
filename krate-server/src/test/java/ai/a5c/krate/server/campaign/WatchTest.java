package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.campaign.Evidence.Launch;
import ai.a5c.krate.server.campaign.ProcessTable.Supervisor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who was alive together. */
class WatchTest {

    private static final Supervisor ONE = new Supervisor(10, "s1");
    private static final Supervisor SAME_SESSION = new Supervisor(11, "s1");
    private static final Supervisor NEXT_ATTEMPT = new Supervisor(12, "s2");
    private static final Supervisor OTHER_RUN = new Supervisor(13, "s3");

    private final Watch watch = new Watch();
    private final List<Launch> launches =
            List.of(new Launch("run-1-1", "s1", 1), new Launch("run-1-2", "s2", 1), new Launch("run-2-1", "s3", 2));

    @Test
    void supervisorsOfOneSessionOrOneRunOverlapWhenTheyAreSeenTogetherThreeTimes() {
        seen(3, ONE, SAME_SESSION, OTHER_RUN);
        seen(3, ONE, NEXT_ATTEMPT);
        assertThat(watch.supervisors()).isEqualTo(4);
        assertThat(watch.overlaps(launches))
                .hasSize(2)
                .allMatch(overlap -> (overlap.first() + overlap.second()).contains(ONE.toString()));
    }

    @Test
    void oneThatEndsAtOnceBesideAnotherDoesNotOverlap() {
        seen(2, ONE, SAME_SESSION);
        seen(4, ONE);
        assertThat(watch.overlaps(launches)).isEmpty();
    }

    @Test
    void oneAfterTheOtherIsNoOverlap() {
        seen(4, ONE);
        seen(4, NEXT_ATTEMPT);
        assertThat(watch.overlaps(launches)).isEmpty();
    }

    private void seen(int times, Supervisor... alive) {
        for (int i = 0; i < times; i++) {
            watch.look(List.of(alive));
        }
    }
}
