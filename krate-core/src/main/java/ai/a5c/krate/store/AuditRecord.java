package ai.a5c.krate.store;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;

/**
 * An audit entry in its place of the organization's chain.
 *
 * @param sequence 1, 2, 3, ... without gaps in an organization
 * @param previous the hash of the record before, {@link #GENESIS} for the first
 * @param hash {@link #hashOf} this entry in this place
 */
public record AuditRecord(AuditEntry entry, long sequence, String previous, String hash) {

    /** What the first record of a chain points back to. */
    public static final String GENESIS = "sha256:" + "0".repeat(64);

    /** The hash that {@code entry} must have in this place. */
    public static String hashOf(AuditEntry entry, long sequence, String previous) {
        return Digest.of(CanonicalJson.text(new Chained(entry, sequence, previous)))
                .text();
    }

    private record Chained(AuditEntry entry, long sequence, String previous) {}
}
