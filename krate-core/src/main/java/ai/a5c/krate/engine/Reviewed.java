package ai.a5c.krate.engine;

import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewFacts;
import ai.a5c.krate.review.ReviewRecord;

/**
 * A review with what it was made from.
 *
 * @param policyVersion the version of the namespace's policy that it saw
 */
public record Reviewed(PermissionReview review, ReviewFacts facts, long policyVersion) {

    /** Keeps the record that the review can be made again from; returns its digest. */
    public String record(Ports ports) {
        return Blobs.put(ports, ReviewRecord.text(facts, review));
    }

    /** The same, kept together with others. */
    public String record(Keeping keeping) {
        return keeping.put(ReviewRecord.text(facts, review));
    }

    /** Whether nothing that the review was made from has changed since, as the transaction of {@code records} sees it. */
    public boolean isCurrent(Records records) {
        return PolicyLog.version(records.transaction(), facts.policy().namespace()) == policyVersion;
    }
}
