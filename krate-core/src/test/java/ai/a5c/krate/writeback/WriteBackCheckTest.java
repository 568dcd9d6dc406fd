package ai.a5c.krate.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.writeback.CheckInput.RunStanding;
import ai.a5c.krate.writeback.Consent.Standing;
import ai.a5c.krate.writeback.EffectBinding.Part;
import ai.a5c.krate.writeback.Verdict.Allowed;
import ai.a5c.krate.writeback.Verdict.Refused;
import ai.a5c.krate.writeback.Verdict.Superseded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBackCheckTest {

    private static final Mutation COMMENT =
            new Mutation(1, "pr-comment", "gitea:acme/shop#7", Digest.of("looks good to me"));
    private static final Mutation PUSH = new Mutation(2, "branch-push", "gitea:acme/shop", Digest.of("patch"));
    private static final EffectBinding SHOWN =
            new EffectBinding("acme/shop#7", "head-1", "base-1", "policy-1", List.of(PUSH, COMMENT));
    private static final WriteBackPolicy POLICY =
            new WriteBackPolicy(Set.of("pr-comment", "branch-push"), true, Set.of("pr-comment"));
    private static final Consent YES = given(SHOWN, List.of(1, 2), true);

    @Test
    void whatWasApprovedIsWritten() {
        assertThat(check(COMMENT, YES, SHOWN)).isEqualTo(new Allowed());
        assertThat(check(PUSH, YES, SHOWN)).isEqualTo(new Allowed());
    }

    @Test
    void whateverMovesAfterTheApprovalVoidsIt() {
        Map<Part, EffectBinding> moved = new LinkedHashMap<>();
        moved.put(Part.HEAD, new EffectBinding("acme/shop#7", "head-2", "base-1", "policy-1", SHOWN.effects()));
        moved.put(Part.BASE, new EffectBinding("acme/shop#7", "head-1", "base-2", "policy-1", SHOWN.effects()));
        moved.put(Part.POLICY, new EffectBinding("acme/shop#7", "head-1", "base-1", "policy-2", SHOWN.effects()));
        moved.put(Part.EFFECTS, new EffectBinding("acme/shop#7", "head-1", "base-1", "policy-1", List.of(COMMENT)));
        moved.put(Part.WORK_ITEM, new EffectBinding("acme/shop#8", "head-1", "base-1", "policy-1", SHOWN.effects()));
        moved.forEach((part, now) -> {
            assertThat(check(COMMENT, YES, now)).isEqualTo(new Superseded(Set.of(part)));
            assertThat(check(COMMENT, new Consent.ByRule(SHOWN), now)).isEqualTo(new Superseded(Set.of(part)));
            assertThat(now.digest()).isNotEqualTo(SHOWN.digest());
        });
        assertThat(moved).containsOnlyKeys(Part.values());
    }

    @Test
    void onePullRequestsYesIsNotAnothersWithTheSameHead() {
        EffectBinding other = new EffectBinding("acme/shop#8", "head-1", "base-1", "policy-1", SHOWN.effects());
        assertThat(((Superseded) check(COMMENT, YES, other)).message())
                .isEqualTo("not written: the work item changed since it was allowed; ask again");
    }

    @Test
    void allThatMovedIsNamedInOrder() {
        EffectBinding now = new EffectBinding("acme/shop#7", "head-2", "base-1", "policy-2", SHOWN.effects());
        assertThat(((Superseded) check(COMMENT, YES, now)).message())
                .isEqualTo("not written: the head and the policy changed since it was allowed; ask again");
    }

    @Test
    void aMutationThatWasNotProposedIsNotWritten() {
        Mutation other = new Mutation(1, "pr-comment", "gitea:acme/shop#7", Digest.of("something else"));
        assertThat(code(check(other, YES, SHOWN))).isEqualTo(ReasonCode.EFFECT_NOT_BOUND);
        Mutation elsewhere = new Mutation(1, "pr-comment", "gitea:acme/shop#8", COMMENT.artifact());
        assertThat(code(check(elsewhere, YES, SHOWN))).isEqualTo(ReasonCode.EFFECT_NOT_BOUND);
    }

    @Test
    void whatTheApproverLeftOutIsNotWritten() {
        Consent some = given(SHOWN, List.of(1), true);
        assertThat(check(COMMENT, some, SHOWN)).isEqualTo(new Allowed());
        assertThat(code(check(PUSH, some, SHOWN))).isEqualTo(ReasonCode.EFFECT_NOT_APPROVED);
    }

    @Test
    void anApproverWhoWasRemovedNoLongerCounts() {
        assertThat(code(check(COMMENT, given(SHOWN, List.of(1, 2), false), SHOWN)))
                .isEqualTo(ReasonCode.APPROVER_REVOKED);
    }

    @Test
    void anApprovalThatDoesNotMatchItsDigestIsAnAlarm() {
        Consent forged = new Consent.Given(Digest.of("another"), SHOWN, List.of(1, 2), true);
        Refused refused = (Refused) check(COMMENT, forged, SHOWN);
        assertThat(refused.code()).isEqualTo(ReasonCode.APPROVAL_FORGED);
        assertThat(refused.code().severity()).isEqualTo(ReasonCode.Severity.ALARM);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, APPROVAL_PENDING",
        "DENIED, APPROVAL_DENIED",
        "EXPIRED, APPROVAL_EXPIRED",
        "SUPERSEDED, APPROVAL_SUPERSEDED",
        "APPLIED, APPROVAL_SPENT",
        "APPLY_FAILED, APPROVAL_SPENT"
    })
    void anApprovalThatIsNoConsentAllowsNothing(Standing standing, ReasonCode expected) {
        assertThat(code(check(COMMENT, new Consent.Withheld(standing), SHOWN))).isEqualTo(expected);
    }

    @Test
    void aRuleAllowsOnlyWhatItNamesAndNothingWithARisk() {
        Consent rule = new Consent.ByRule(SHOWN);
        assertThat(check(COMMENT, rule, SHOWN)).isEqualTo(new Allowed());
        assertThat(code(check(PUSH, rule, SHOWN))).isEqualTo(ReasonCode.APPROVAL_REQUIRED);
        assertThat(code(WriteBackCheck.check(
                        input(COMMENT, rule, RunStanding.WRITING_BACK, Set.of(Risk.BINARY), false))))
                .isEqualTo(ReasonCode.APPROVAL_REQUIRED);
        assertThat(WriteBackCheck.check(input(PUSH, YES, RunStanding.WRITING_BACK, Set.of(Risk.LOCK_FILE), false)))
                .isEqualTo(new Allowed());
        WriteBackPolicy open = new WriteBackPolicy(Set.of("branch-push"), false, Set.of());
        assertThat(open.needsApproval("branch-push", Set.of())).isFalse();
        assertThat(open.needsApproval("branch-push", Set.of(Risk.OWNERS))).isTrue();
    }

    @Test
    void thePolicyOfTheMomentMustAllowTheAction() {
        Mutation push = new Mutation(3, "open-pr", "gitea:acme/shop", Digest.of("x"));
        Refused refused = (Refused) check(push, YES, SHOWN);
        assertThat(refused)
                .isEqualTo(new Refused(
                        ReasonCode.TARGET_NOT_ALLOWED,
                        "open-pr on gitea:acme/shop was not written: the policy does not allow this action;"
                                + " add it to writeBackPolicy.allowedTargets",
                        FixableBy.ADMINISTRATOR));
    }

    @Test
    void aSecretIsNeverWrittenWhateverWasApproved() {
        assertThat(code(WriteBackCheck.check(input(COMMENT, YES, RunStanding.WRITING_BACK, Set.of(), true))))
                .isEqualTo(ReasonCode.SECRET_IN_ARTIFACT);
        assertThat(code(WriteBackCheck.check(input(COMMENT, YES, RunStanding.ENDED, Set.of(), true))))
                .isEqualTo(ReasonCode.SECRET_IN_ARTIFACT);
    }

    @Test
    void aRunThatIsOverOrBeingCancelledWritesNothing() {
        assertThat(code(WriteBackCheck.check(input(COMMENT, YES, RunStanding.ENDED, Set.of(), false))))
                .isEqualTo(ReasonCode.RUN_ENDED);
        assertThat(code(WriteBackCheck.check(input(COMMENT, YES, RunStanding.CANCELLING, Set.of(), false))))
                .isEqualTo(ReasonCode.RUN_CANCELLED);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonSaysWhatHowBadAndWhoCanFixIt(ReasonCode code) {
        assertThat(code.message()).matches("[a-z].+[^.]");
        assertThat(code.word()).matches("[a-z]+(-[a-z]+)+");
        assertThat(code.severity()).isNotNull();
        assertThat(code.fixableBy() == FixableBy.NOBODY).isEqualTo(code == ReasonCode.RUN_CANCELLED);
    }

    @Test
    void theOrderOfTheEffectsDoesNotChangeTheDigest() {
        EffectBinding other = new EffectBinding("acme/shop#7", "head-1", "base-1", "policy-1", List.of(COMMENT, PUSH));
        assertThat(other).isEqualTo(SHOWN);
        assertThat(other.digest()).isEqualTo(SHOWN.digest());
        assertThat(SHOWN.movedIn(other)).isEmpty();
    }

    @Test
    void theDigestStandsAcrossMachinesAndVersions() {
        assertThat(SHOWN.digest().text())
                .isEqualTo("sha256:0eff62936e64a782d72775d0d9e9ea93c1809aadcd643f4ed8ea8412f8ffac40");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new EffectBinding(" ", "h", "b", "p", List.of()))
                .hasMessage("a binding needs a work item and a policy version");
        assertThatThrownBy(() -> new EffectBinding("w", "h", "b", "", List.of()))
                .hasMessage("a binding needs a work item and a policy version");
        assertThatThrownBy(() -> new EffectBinding("w", "h", "b", "p", List.of(COMMENT, COMMENT)))
                .hasMessage("two effects of w have one ordinal");
        assertThatThrownBy(() -> new Mutation(-1, "a", "t", COMMENT.artifact()))
                .hasMessage("a mutation's ordinal must not be negative, got -1");
        assertThatThrownBy(() -> new Mutation(1, " ", "t", COMMENT.artifact()))
                .hasMessage("mutation 1 needs an action and a target");
        assertThatThrownBy(() -> new Mutation(1, "a", "", COMMENT.artifact()))
                .hasMessage("mutation 1 needs an action and a target");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "branch-push",
                "open-pr",
                "issue-comment",
                "pr-comment",
                "pr-review",
                "label",
                "commit-status",
                "check-rerun",
                "workflow-rerun"
            })
    void noActionIsWrittenWithoutBeingNamedAndAllowed(String action) {
        Mutation one = new Mutation(1, action, "acme/app:1", Digest.of("x"));
        EffectBinding binding = new EffectBinding("acme/app#1", "head-1", "base-1", "policy-1", List.of(one));
        WriteBackPolicy others = new WriteBackPolicy(Set.of("something-else"), true, Set.of(action));
        WriteBackPolicy asking = new WriteBackPolicy(Set.of(action), true, Set.of());
        WriteBackPolicy letting = new WriteBackPolicy(Set.of(action), true, Set.of(action));
        Consent byRule = new Consent.ByRule(binding);
        assertThat(code(judge(one, binding, others, byRule, Set.of()))).isEqualTo(ReasonCode.TARGET_NOT_ALLOWED);
        assertThat(code(judge(one, binding, others, given(binding, List.of(1), true), Set.of())))
                .isEqualTo(ReasonCode.TARGET_NOT_ALLOWED);
        assertThat(code(judge(one, binding, asking, byRule, Set.of()))).isEqualTo(ReasonCode.APPROVAL_REQUIRED);
        assertThat(code(judge(one, binding, letting, byRule, Set.of(Risk.SAYS_PASSED))))
                .isEqualTo(ReasonCode.APPROVAL_REQUIRED);
        assertThat(judge(one, binding, letting, byRule, Set.of())).isEqualTo(new Allowed());
        assertThat(judge(one, binding, asking, given(binding, List.of(1), true), Set.of(Risk.SAYS_PASSED)))
                .isEqualTo(new Allowed());
    }

    private static Verdict judge(
            Mutation one, EffectBinding binding, WriteBackPolicy policy, Consent consent, Set<Risk> risks) {
        return WriteBackCheck.check(
                new CheckInput(one, consent, binding, policy, CheckInput.RunStanding.WRITING_BACK, risks, false));
    }

    private static Verdict check(Mutation mutation, Consent consent, EffectBinding now) {
        return WriteBackCheck.check(
                new CheckInput(mutation, consent, now, POLICY, RunStanding.WRITING_BACK, Set.of(), false));
    }

    private static CheckInput input(
            Mutation mutation, Consent consent, RunStanding run, Set<Risk> risks, boolean carriesSecret) {
        return new CheckInput(mutation, consent, SHOWN, POLICY, run, risks, carriesSecret);
    }

    private static Consent given(EffectBinding shown, List<Integer> ordinals, boolean approversStillMay) {
        return new Consent.Given(shown.digest(), shown, ordinals, approversStillMay);
    }

    private static ReasonCode code(Verdict verdict) {
        return ((Refused) verdict).code();
    }
}
