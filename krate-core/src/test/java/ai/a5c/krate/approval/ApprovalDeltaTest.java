package ai.a5c.krate.approval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.approval.ApprovalDelta.Effect;
import ai.a5c.krate.approval.ApprovalDelta.Shown;
import ai.a5c.krate.digest.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalDeltaTest {

    private static final String ONE = "diff --git a/A.java b/A.java\n@@ -1 +1 @@\n-a\n+b\n";
    private static final String TWO = "diff --git a/B.java b/B.java\n@@ -1 +1 @@\n-c\n+d\n";
    private static final String OTHER = "diff --git a/B.java b/B.java\n@@ -1 +1 @@\n-c\n+e\n";
    private static final Effect COMMENT = effect(2, "issue-comment", "acme/app:1", "It was the sum.");

    private static Effect effect(int ordinal, String action, String target, String text) {
        return new Effect(ordinal, action, target, Digest.of(text), text);
    }

    private static Shown shown(String head, String policy, Effect... effects) {
        return new Shown(head, "base", policy, List.of(effects));
    }

    @Test
    void whereOnlyTheHeadMovedEveryEffectIsAsApproved() {
        Effect push = effect(1, "branch-push", "acme/app:krate/run-1", ONE + TWO);
        assertThat(ApprovalDelta.between(shown("one", "p", push, COMMENT), shown("two", "q", push, COMMENT)))
                .isEqualTo(new ApprovalDelta(
                        List.of("the head moved from one to two", "the policy changed"), "", List.of(1, 2)));
    }

    @Test
    void ofAChangedPatchOnlyTheFilesThatDifferAreShown() {
        ApprovalDelta delta = ApprovalDelta.between(
                shown("one", "p", effect(1, "branch-push", "acme/app:krate/run-1", ONE + TWO), COMMENT),
                shown("one", "p", effect(3, "branch-push", "acme/app:krate/run-1-2", ONE + OTHER), COMMENT));
        assertThat(delta)
                .isEqualTo(new ApprovalDelta(
                        List.of("changed: branch-push on acme/app:krate/run-1-2: 1 of 2 files differ: B.java"),
                        OTHER + "\n",
                        List.of(2)));
    }

    @Test
    void whatIsNewIsShownWholeAndWhatIsGoneIsNamed() {
        ApprovalDelta delta = ApprovalDelta.between(
                shown("one", "p", COMMENT), shown("one", "p", effect(1, "label", "acme/app:1", "+bug")));
        assertThat(delta.changes())
                .containsExactly("new: label on acme/app:1", "no longer: issue-comment on acme/app:1");
        assertThat(delta.text()).isEqualTo("+bug\n");
        assertThat(delta.asApproved()).isEmpty();
    }

    @Test
    void anEffectWithAnotherTargetIsNeverAsApproved() {
        Effect elsewhere = new Effect(1, "branch-push", "acme/app:krate/run-2", Digest.of(ONE), ONE);
        ApprovalDelta delta = ApprovalDelta.between(
                shown("one", "p", effect(1, "branch-push", "acme/app:krate/run-1", ONE)), shown("one", "p", elsewhere));
        assertThat(delta.asApproved()).isEmpty();
        assertThat(delta.changes())
                .containsExactly("changed: branch-push on acme/app:krate/run-2: 0 of 1 files differ");
    }

    @Test
    void howeverLargeItIsItIsBounded() {
        Effect huge = effect(1, "label", "acme/app:1", "x".repeat(100_000));
        assertThat(ApprovalDelta.between(shown("one", "p"), shown("one", "p", huge))
                        .text())
                .hasSize(32_006);
    }
}
