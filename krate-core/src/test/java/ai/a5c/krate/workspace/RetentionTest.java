package ai.a5c.krate.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.workspace.Retention.Archive;
import ai.a5c.krate.workspace.Retention.Keep;
import ai.a5c.krate.workspace.Retention.Kept;
import ai.a5c.krate.workspace.Retention.Outcome;
import ai.a5c.krate.workspace.Retention.Policy;
import ai.a5c.krate.workspace.Retention.Remove;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Policy WEEK = new Policy(Duration.ofDays(7), 2, 100, Set.of(Outcome.SUCCESS));

    @Test
    void itStaysUntilItIsOldAndIsLookedAtAgainThen() {
        assertThat(Retention.of(WEEK, kept(false, false, 100, 1, Outcome.FAILURE), NOON))
                .isEqualTo(new Keep(Optional.of(NOON.plus(Duration.ofDays(7))), "it is not old enough"));
    }

    @Test
    void atTheInstantThatItIsOldItGoes() {
        Instant old = NOON.plus(Duration.ofDays(7));
        Kept clean = kept(false, false, 0, 0, Outcome.FAILURE);
        assertThat(Retention.of(WEEK, clean, old.minusNanos(1))).isInstanceOf(Keep.class);
        assertThat(Retention.of(WEEK, clean, old)).isEqualTo(new Remove("nothing was done in it for PT168H"));
        assertThat(Retention.of(WEEK, kept(false, true, 0, 0, Outcome.FAILURE), old))
                .isEqualTo(new Archive("nothing was done in it for PT168H"));
    }

    @Test
    void moreThanSoManyOfAWorkItemAreNotKept() {
        assertThat(Retention.of(WEEK, kept(false, false, 0, 2, Outcome.FAILURE), NOON))
                .isEqualTo(new Remove("2 newer ones of its work item are kept"));
        Policy all = new Policy(Duration.ofDays(7), 0, 0, Set.of());
        assertThat(Retention.of(all, kept(false, false, 1_000, 50, Outcome.FAILURE), NOON))
                .isInstanceOf(Keep.class);
    }

    @Test
    void whatIsTooLargeGoes() {
        assertThat(Retention.of(WEEK, kept(false, true, 101, 0, Outcome.FAILURE), NOON))
                .isEqualTo(new Archive("it has 101 bytes; at most 100 are allowed"));
    }

    @Test
    void thePolicyMayTellItToGoAtOnceWithWhateverIsInIt() {
        assertThat(Retention.of(WEEK, kept(false, true, 0, 0, Outcome.SUCCESS), NOON))
                .isEqualTo(new Remove("the policy removes it after success"));
    }

    @Test
    void aPinWinsOverEverything() {
        assertThat(Retention.of(WEEK, kept(true, false, 101, 9, Outcome.SUCCESS), Instant.MAX))
                .isEqualTo(new Keep(Optional.empty(), "it is pinned"));
    }

    @Test
    void workIsRemovedOnlyWhereThePolicyNamesTheOutcome() {
        Seeds.forAll(2_000, random -> {
            Set<Outcome> cleanup = EnumSet.noneOf(Outcome.class);
            for (Outcome each : Outcome.values()) {
                if (random.nextBoolean()) {
                    cleanup.add(each);
                }
            }
            Policy policy =
                    new Policy(Duration.ofHours(random.nextInt(48)), random.nextInt(3), random.nextInt(200), cleanup);
            Outcome outcome = List.of(Outcome.values()).get(random.nextInt(3));
            Kept kept = kept(random.nextBoolean(), true, random.nextInt(300), random.nextInt(4), outcome);
            if (Retention.of(policy, kept, NOON.plus(Duration.ofHours(random.nextInt(72)))) instanceof Remove) {
                assertThat(cleanup).contains(outcome);
                assertThat(kept.pinned()).isFalse();
            }
        });
    }

    private static Kept kept(boolean pinned, boolean work, long bytes, int newer, Outcome outcome) {
        return new Kept(pinned, work, NOON, bytes, newer, Optional.of(outcome));
    }
}
