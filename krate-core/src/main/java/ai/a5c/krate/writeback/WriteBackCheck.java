package ai.a5c.krate.writeback;

import ai.a5c.krate.writeback.Consent.ByRule;
import ai.a5c.krate.writeback.Consent.Given;
import ai.a5c.krate.writeback.Consent.Standing;
import ai.a5c.krate.writeback.Consent.Withheld;
import ai.a5c.krate.writeback.EffectBinding.Part;
import ai.a5c.krate.writeback.Verdict.Allowed;
import ai.a5c.krate.writeback.Verdict.Refused;
import ai.a5c.krate.writeback.Verdict.Superseded;
import java.util.Optional;
import java.util.Set;

/** Decides, at the moment of the write, whether exactly this may be written: closed by default. */
public final class WriteBackCheck {

    private WriteBackCheck() {}

    /** Says whether {@code input}'s mutation may be written now. */
    public static Verdict check(CheckInput input) {
        Optional<ReasonCode> refusal = ofItself(input).or(() -> ofConsent(input));
        if (refusal.isPresent()) {
            return Refused.because(refusal.get(), input.mutation());
        }
        Set<Part> moved = consentedTo(input.consent()).movedIn(input.now());
        if (!moved.isEmpty()) {
            return new Superseded(moved);
        }
        return input.now().effects().contains(input.mutation())
                ? new Allowed()
                : Refused.because(ReasonCode.EFFECT_NOT_BOUND, input.mutation());
    }

    /** What forbids it whatever people said. */
    private static Optional<ReasonCode> ofItself(CheckInput input) {
        if (input.carriesSecret()) {
            return Optional.of(ReasonCode.SECRET_IN_ARTIFACT);
        }
        if (input.run() != CheckInput.RunStanding.WRITING_BACK) {
            return Optional.of(
                    input.run() == CheckInput.RunStanding.ENDED ? ReasonCode.RUN_ENDED : ReasonCode.RUN_CANCELLED);
        }
        return input.policy().allowedTargets().contains(input.mutation().action())
                ? Optional.empty()
                : Optional.of(ReasonCode.TARGET_NOT_ALLOWED);
    }

    private static Optional<ReasonCode> ofConsent(CheckInput input) {
        if (input.consent() instanceof Withheld withheld) {
            return Optional.of(withheld(withheld.standing()));
        }
        if (input.consent() instanceof Given given) {
            return ofGiven(given, input.mutation());
        }
        return input.policy().needsApproval(input.mutation().action(), input.risks())
                ? Optional.of(ReasonCode.APPROVAL_REQUIRED)
                : Optional.empty();
    }

    private static Optional<ReasonCode> ofGiven(Given given, Mutation mutation) {
        if (!given.digest().equals(given.shown().digest())) {
            return Optional.of(ReasonCode.APPROVAL_FORGED);
        }
        if (!given.ordinals().contains(mutation.ordinal())) {
            return Optional.of(ReasonCode.EFFECT_NOT_APPROVED);
        }
        return given.approversStillMay() ? Optional.empty() : Optional.of(ReasonCode.APPROVER_REVOKED);
    }

    private static ReasonCode withheld(Standing standing) {
        return switch (standing) {
            case PENDING -> ReasonCode.APPROVAL_PENDING;
            case DENIED -> ReasonCode.APPROVAL_DENIED;
            case EXPIRED -> ReasonCode.APPROVAL_EXPIRED;
            case SUPERSEDED -> ReasonCode.APPROVAL_SUPERSEDED;
            case APPLIED, APPLY_FAILED -> ReasonCode.APPROVAL_SPENT;
        };
    }

    /** What was allowed; only called once it is known that something was. */
    private static EffectBinding consentedTo(Consent consent) {
        return consent instanceof Given given ? given.shown() : ((ByRule) consent).proposed();
    }
}
