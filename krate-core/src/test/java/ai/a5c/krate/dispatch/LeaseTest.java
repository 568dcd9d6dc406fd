package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Lease HELD = new Lease.Held("worker-a", 4, NOON);

    @Test
    void theFirstClaimHasTokenOne() {
        assertThat(Lease.unclaimed().claim("worker-a", NOON, MINUTE))
                .contains(new Lease.Held("worker-a", 1, NOON.plus(MINUTE)));
    }

    @Test
    void aDeadWorkersLeasePassesOnWithAHigherToken() {
        assertThat(HELD.claim("worker-b", NOON, MINUTE)).contains(new Lease.Held("worker-b", 5, NOON.plus(MINUTE)));
    }

    @Test
    void aLivingWorkerKeepsItEvenFromAnotherOfItsName() {
        assertThat(HELD.claim("worker-b", NOON.minusNanos(1), MINUTE)).isEmpty();
        assertThat(HELD.claim("worker-a", NOON.minusNanos(1), MINUTE)).isEmpty();
    }

    @Test
    void aReleasedLeaseRemembersItsToken() {
        Lease free = HELD.release(4).orElseThrow();
        assertThat(free).isEqualTo(new Lease.Free(4));
        assertThat(free.claim("worker-b", NOON, MINUTE)).contains(new Lease.Held("worker-b", 5, NOON.plus(MINUTE)));
    }

    @Test
    void onlyTheLatestTokenRenewsAndReleases() {
        assertThat(HELD.renew(3, NOON, MINUTE)).isEmpty();
        assertThat(HELD.renew(5, NOON, MINUTE)).isEmpty();
        assertThat(HELD.release(3)).isEmpty();
        assertThat(new Lease.Free(4).renew(4, NOON, MINUTE)).isEmpty();
        assertThat(new Lease.Free(4).release(4)).isEmpty();
    }

    @Test
    void aRenewalLastsFromNow() {
        assertThat(HELD.renew(4, NOON.plusSeconds(30), MINUTE))
                .contains(new Lease.Held("worker-a", 4, NOON.plusSeconds(90)));
    }

    @Test
    void aClockThatGoesBackwardsShortensNothing() {
        assertThat(HELD.renew(4, NOON.minusSeconds(3_600), MINUTE)).contains((Lease.Held) HELD);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> HELD.claim("worker-b", NOON, Duration.ZERO))
                .hasMessage("a lease must last longer than PT0S");
        assertThatThrownBy(() -> HELD.renew(4, NOON, Duration.ofSeconds(-1)))
                .hasMessage("a lease must last longer than PT-1S");
        assertThatThrownBy(() -> HELD.claim(" ", NOON, MINUTE)).hasMessage("a worker needs a name");
    }

    @Test
    void withAnyClocksNoTokenIsHandedOutTwice() {
        Seeds.forAll(500, random -> {
            Lease lease = Lease.unclaimed();
            long highest = 0;
            for (int step = 0; step < 50; step++) {
                Instant now = NOON.plusSeconds(random.nextInt(-300, 300));
                Optional<Lease.Held> claimed = lease.claim("worker-" + random.nextInt(3), now, MINUTE);
                if (claimed.isPresent()) {
                    assertThat(claimed.get().fencingToken()).isEqualTo(highest + 1);
                    highest++;
                    lease = claimed.get();
                }
                lease = random.nextInt(3) == 0
                        ? lease.release(highest).map(Lease.class::cast).orElse(lease)
                        : lease.renew(random.nextLong(highest + 1), now, MINUTE)
                                .map(Lease.class::cast)
                                .orElse(lease);
            }
        });
    }
}
