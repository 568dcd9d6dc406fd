package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import java.util.List;

/** The name of one write-back that is the same however often it is tried, and never another one's. */
public record IdempotencyKey(Digest digest) {

    /**
     * The key of the run's {@code ordinal}-th write-back.
     *
     * @param revision how often what would be written was changed since it was first proposed
     * @param target with organization and repository
     */
    public static IdempotencyKey of(String runUid, int ordinal, int revision, String target, Digest artifactDigest) {
        if (runUid.isBlank() || target.isBlank()) {
            throw new IllegalArgumentException("an idempotency key needs a run and a target");
        }
        return new IdempotencyKey(Digest.of(
                CanonicalJson.text(List.of("write-back", runUid, ordinal, revision, target, artifactDigest))));
    }

    /** The 64 hex digits that the remote side carries too. */
    public String text() {
        return digest.hex();
    }

    @Override
    public String toString() {
        return text();
    }
}
