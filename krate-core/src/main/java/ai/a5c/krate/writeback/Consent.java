package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.Digest;
import java.util.List;

/** What people said to a write-back. */
public sealed interface Consent {

    /** Nobody was asked, because a rule allows it; {@code proposed} is what the rule was applied to. */
    record ByRule(EffectBinding proposed) implements Consent {}

    /**
     * Enough people said yes.
     *
     * @param digest of what they were shown
     * @param shown what they were shown
     * @param ordinals to which of its effects they said yes
     * @param approversStillMay whether each of them could still approve now
     */
    record Given(Digest digest, EffectBinding shown, List<Integer> ordinals, boolean approversStillMay)
            implements Consent {
        public Given {
            ordinals = List.copyOf(ordinals);
        }
    }

    /** There is an approval, and it is no consent. */
    record Withheld(Standing standing) implements Consent {}

    /** How an approval stands that is no consent. */
    enum Standing {
        PENDING,
        DENIED,
        EXPIRED,
        SUPERSEDED,
        APPLIED,
        APPLY_FAILED
    }
}
