package ai.a5c.krate.approval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.approval.RequestCheck.Answer;
import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.approval.RequestCheck.Limits;
import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestCheckTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest THIS = Digest.of("this");
    private static final Limits LIMITS = new Limits(20, 3);

    @Test
    void theFirstOfItsKindIsAskedByItself() {
        assertThat(check(List.of())).isEqualTo(new Answer.Ask(true));
    }

    @Test
    void whatIsOpenAlreadyIsNotAskedTwice() {
        assertThat(check(List.of(asked("ap-1", THIS, ApprovalPhase.PENDING)))).isEqualTo(new Answer.Join("ap-1"));
        assertThat(check(List.of(asked("ap-1", THIS, ApprovalPhase.APPROVED)))).isEqualTo(new Answer.Join("ap-1"));
        assertThat(check(List.of(asked("ap-1", THIS, ApprovalPhase.EXPIRED)))).isEqualTo(new Answer.Ask(true));
        assertThat(check(List.of(asked("ap-1", Digest.of("that"), ApprovalPhase.PENDING))))
                .isEqualTo(new Answer.Ask(true));
    }

    @Test
    void aVerbatimRetryAfterADenialIsDeniedAndCounted() {
        List<Asked> before = List.of(
                asked("ap-1", THIS, ApprovalPhase.DENIED),
                asked("ap-2", THIS, ApprovalPhase.DENIED),
                asked("ap-3", Digest.of("that"), ApprovalPhase.DENIED),
                asked("ap-4", THIS, ApprovalPhase.PENDING));
        assertThat(check(before)).isEqualTo(new Answer.DeniedBefore("ap-2", 2));
        assertThat(new Answer.DeniedBefore("ap-2", 2).message())
                .isEqualTo("exactly this was denied before (ap-2); change what is proposed");
    }

    @Test
    void twoHundredRequestsInAMinuteAreCappedAndGrouped() {
        List<Asked> before = new ArrayList<>();
        List<Answer> answers = IntStream.range(0, 200)
                .mapToObj(n -> {
                    Digest binding = Digest.of("proposal " + n);
                    Answer answer = RequestCheck.check(binding, before, LIMITS, NOON.plusMillis(n));
                    if (answer instanceof Answer.Ask) {
                        before.add(new Asked("ap-" + n, binding, ApprovalPhase.PENDING, NOON.plusMillis(n)));
                    }
                    return answer;
                })
                .toList();
        assertThat(answers).filteredOn(new Answer.Ask(true)::equals).hasSize(3);
        assertThat(answers).filteredOn(new Answer.Ask(false)::equals).hasSize(17);
        assertThat(answers).filteredOn(new Answer.TooMany(20)::equals).hasSize(180);
        assertThat(new Answer.TooMany(20).message())
                .isEqualTo("20 approvals of this work item are waiting already; answer some first");
    }

    @Test
    void aMinuteLaterRequestsAreAnnouncedAlone() {
        List<Asked> before = IntStream.range(0, 3)
                .mapToObj(n -> asked("ap-" + n, Digest.of("" + n), ApprovalPhase.APPLIED))
                .toList();
        assertThat(RequestCheck.check(THIS, before, LIMITS, NOON.plusSeconds(59)))
                .isEqualTo(new Answer.Ask(false));
        assertThat(RequestCheck.check(THIS, before, LIMITS, NOON.plusSeconds(60)))
                .isEqualTo(new Answer.Ask(true));
    }

    private static Answer check(List<Asked> before) {
        return RequestCheck.check(THIS, before, LIMITS, NOON);
    }

    private static Asked asked(String name, Digest binding, ApprovalPhase phase) {
        return new Asked(name, binding, phase, NOON);
    }
}
