package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.Digest;
import java.util.Optional;

/** Decides whether what would be written is still what a run, or a subagent of it, made. */
public final class SourceCheck {

    private SourceCheck() {}

    /** Why {@code mutation} is not written whatever was approved; empty if nothing speaks against it. */
    public static Optional<Verdict.Refused> refusal(Mutation mutation, Source source, Consent consent) {
        return code(mutation, source, consent).map(code -> Verdict.Refused.because(code, mutation));
    }

    private static Optional<ReasonCode> code(Mutation mutation, Source source, Consent consent) {
        boolean same = source.written().equals(mutation.artifact());
        boolean unchanged = source.subagent()
                .map(one -> one.isFinal() && one.output().equals(Optional.of(mutation.artifact())))
                .orElse(true);
        if (!same || !unchanged) {
            return Optional.of(ReasonCode.SOURCE_CHANGED);
        }
        boolean asked = source.subagent().isEmpty() || !(consent instanceof Consent.ByRule);
        return asked ? Optional.empty() : Optional.of(ReasonCode.APPROVAL_REQUIRED);
    }

    /**
     * Where the bytes come from.
     *
     * @param written digest of the bytes that the target would take
     * @param subagent the subagent that made them; empty for the run's own agent
     */
    public record Source(Digest written, Optional<Subagent> subagent) {}

    /**
     * A subagent's outcome as it is stored now.
     *
     * @param isFinal whether its run has succeeded, so that it cannot change any more
     * @param output digest of its output; empty if there is none
     */
    public record Subagent(boolean isFinal, Optional<Digest> output) {}
}
