package ai.a5c.krate.approval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.approval.RequestCheck.Limits;
import ai.a5c.krate.approval.ToolCallCheck.Answer;
import ai.a5c.krate.approval.ToolCallCheck.Policy;
import ai.a5c.krate.approval.ToolCallCheck.ToolCall;
import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Limits LIMITS = new Limits(5, 3);
    private static final Digest MAKE = Digest.of("make");

    @Test
    void aPolicyAnswersAtOnce() {
        assertThat(check(new ToolCall(MAKE, Policy.ALLOW, false))).isEqualTo(new Answer.Allow());
        assertThat(check(new ToolCall(MAKE, Policy.DENY, false)))
                .isEqualTo(new Answer.Deny("the tool profile denies this tool"));
    }

    @Test
    void aForbiddenCommandIsDeniedThoughTheToolIsAllowed() {
        for (Policy policy : Policy.values()) {
            assertThat(check(new ToolCall(MAKE, policy, true)))
                    .isEqualTo(new Answer.Deny("the tool profile forbids this command"));
        }
    }

    @Test
    void elseAPersonIsAskedOnceForEachCall() {
        ToolCall call = new ToolCall(MAKE, Policy.ASK, false);
        assertThat(check(call)).isEqualTo(new Answer.Ask(true));
        assertThat(check(call, asked("ap-1", MAKE, ApprovalPhase.PENDING))).isEqualTo(new Answer.Await("ap-1"));
        assertThat(check(call, asked("ap-1", MAKE, ApprovalPhase.APPROVED))).isEqualTo(new Answer.Await("ap-1"));
        assertThat(check(call, asked("ap-1", MAKE, ApprovalPhase.APPLIED))).isEqualTo(new Answer.Ask(true));
    }

    @Test
    void theSameCallAfterANoIsDeniedAndNobodyIsAsked() {
        assertThat(check(new ToolCall(MAKE, Policy.ASK, false), asked("ap-1", MAKE, ApprovalPhase.DENIED)))
                .isEqualTo(new Answer.DeniedBefore(
                        "ap-1", "exactly this was denied before (ap-1); change what is proposed"));
    }

    @Test
    void twoHundredCallsInAMinuteAskForFiveAndAnnounceThree() {
        List<Asked> before = new ArrayList<>();
        int alone = 0;
        int denied = 0;
        for (int i = 0; i < 200; i++) {
            Digest binding = Digest.of("call " + i);
            Answer answer = ToolCallCheck.check(
                    new ToolCall(binding, Policy.ASK, false), before, LIMITS, NOW.plusMillis(i * 300L));
            if (answer instanceof Answer.Ask ask) {
                before.add(new Asked("ap-" + i, binding, ApprovalPhase.PENDING, NOW.plusMillis(i * 300L)));
                alone += ask.alone() ? 1 : 0;
            } else if (answer instanceof Answer.Deny) {
                denied++;
            }
        }
        assertThat(before).hasSize(5);
        assertThat(alone).isEqualTo(3);
        assertThat(denied).isEqualTo(195);
    }

    private static Asked asked(String name, Digest binding, ApprovalPhase phase) {
        return new Asked(name, binding, phase, NOW.minusSeconds(5));
    }

    private static Answer check(ToolCall call, Asked... before) {
        return ToolCallCheck.check(call, List.of(before), LIMITS, NOW);
    }
}
