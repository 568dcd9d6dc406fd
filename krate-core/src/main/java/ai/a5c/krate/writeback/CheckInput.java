package ai.a5c.krate.writeback;

import java.util.Set;

/**
 * Everything that counts at the moment of the write.
 *
 * @param now what would happen now: head, base, policy and effects as they are
 * @param risks what was found in the artifact
 * @param carriesSecret whether the artifact looks as if it carried a secret that was not redacted
 */
public record CheckInput(
        Mutation mutation,
        Consent consent,
        EffectBinding now,
        WriteBackPolicy policy,
        RunStanding run,
        Set<Risk> risks,
        boolean carriesSecret) {

    /** How the run stands that wants to write. */
    public enum RunStanding {
        WRITING_BACK,
        CANCELLING,
        ENDED
    }

    public CheckInput {
        risks = Set.copyOf(risks);
    }
}
