package ai.a5c.krate.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.writeback.OutcomeCheck.Evidence;
import ai.a5c.krate.writeback.OutcomeCheck.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeCheckTest {

    private static final Digest CONTENT = Digest.of("a pull request");
    private static final IdempotencyKey KEY = IdempotencyKey.of("uid-1", 1, 1, "gitea:acme/shop", CONTENT);

    @Test
    void whatIsThereAndOursIsApplied() {
        assertThat(outcome(false, new Evidence(KEY.text(), CONTENT, true))).isEqualTo(Outcome.APPLIED);
        assertThat(outcome(true, new Evidence(KEY.text(), CONTENT, true))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aPullRequestThatIsOnlyTalkedAboutHasFailed() {
        assertThat(OutcomeCheck.outcome(KEY, CONTENT, false, Optional.empty())).isEqualTo(Outcome.FAILED);
    }

    @Test
    void noEffectIsNoChangeAndNeverSuccess() {
        assertThat(OutcomeCheck.outcome(KEY, CONTENT, true, Optional.empty())).isEqualTo(Outcome.NO_CHANGE);
        assertThat(Outcome.NO_CHANGE.word()).isEqualTo("no-change");
    }

    @Test
    void aForgedOrForeignMarkerIsNoEvidence() {
        assertThat(outcome(false, new Evidence(KEY.text(), CONTENT, false))).isEqualTo(Outcome.FAILED);
        assertThat(outcome(false, new Evidence("other", CONTENT, true))).isEqualTo(Outcome.FAILED);
        assertThat(outcome(false, new Evidence(KEY.text(), Digest.of("other"), true)))
                .isEqualTo(Outcome.FAILED);
    }

    private static Outcome outcome(boolean changesNothing, Evidence evidence) {
        return OutcomeCheck.outcome(KEY, CONTENT, changesNothing, Optional.of(evidence));
    }
}
