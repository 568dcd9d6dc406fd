package ai.a5c.krate.review;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that one review followed from, and what it came to, as it is stored: the review can be made again from it
 * alone, and comes out as the same bytes. Holds names, keys and versions of secrets, never a value.
 */
public final class ReviewRecord {

    /** What the first member says. */
    public static final String KIND = "PermissionReview";

    private ReviewRecord() {}

    /** The record of what {@link PermissionReviewer#review} says, in canonical JSON. */
    public static String text(ReviewRequest request, ReviewFacts facts) {
        return text(request, facts, PermissionReviewer.review(request, facts));
    }

    /** The record of {@code review}, which was made of {@code facts}. */
    public static String text(ReviewFacts facts, PermissionReview review) {
        return text(review.request(), facts, review);
    }

    private static String text(ReviewRequest request, ReviewFacts facts, PermissionReview review) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("kind", KIND);
        record.put("request", RequestForm.of(request));
        record.put("facts", FactsForm.tree(request, facts));
        record.put("answer", review.snapshot());
        record.put("answerDigest", review.snapshotDigest());
        return CanonicalJson.text(record);
    }

    /**
     * The record of a review that is made anew from the request and the facts in {@code text}; the answer in it is not
     * looked at.
     *
     * @throws IllegalArgumentException if {@code text} is JSON but no record of a review
     * @throws ai.a5c.krate.json.InvalidJsonException if it is no JSON
     */
    public static String recompute(String text) {
        Map<String, Object> record = Json.readObject(text);
        if (!KIND.equals(record.get("kind"))) {
            throw new IllegalArgumentException("expected a record whose kind is " + KIND);
        }
        ReviewRequest request = Json.fromTree(FactsForm.object(record, "request"), RequestForm.class)
                .request();
        return text(request, FactsForm.facts(FactsForm.object(record, "facts")));
    }
}
