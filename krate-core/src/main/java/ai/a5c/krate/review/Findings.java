package ai.a5c.krate.review;

import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import ai.a5c.krate.review.PermissionReview.MissingGrant;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects what the steps of one review find. */
final class Findings {

    private final ReviewRequest request;
    private final SortedSet<ReviewReason> reasons = new TreeSet<>();
    private final SortedSet<RequiredSecret> requiredSecrets = new TreeSet<>();
    private final SortedSet<MissingGrant> missingGrants = new TreeSet<>();
    private final SortedSet<ApprovalRequirement> approvalRequirements = new TreeSet<>();
    private Optional<String> runtimeIdentity = Optional.empty();
    private Optional<String> runnerIdentity = Optional.empty();

    Findings(ReviewRequest request) {
        this.request = request;
    }

    ReviewRequest request() {
        return request;
    }

    void add(ReasonCode code, String field, String message, List<String> chain) {
        reasons.add(new ReviewReason(code, code.at(request.moment()), field, message, chain));
    }

    void warn(ReasonCode code, String field, String message, List<String> chain) {
        reasons.add(new ReviewReason(code, Decision.ALLOWED, field, message, chain));
    }

    void add(RequiredSecret secret) {
        requiredSecrets.add(secret);
    }

    void add(MissingGrant grant) {
        missingGrants.add(grant);
    }

    void add(ApprovalRequirement requirement) {
        approvalRequirements.add(requirement);
    }

    void identities(Optional<String> runtime, Optional<String> runner) {
        runtimeIdentity = runtime;
        runnerIdentity = runner;
    }

    PermissionReview review() {
        return new PermissionReview(
                request,
                runtimeIdentity,
                runnerIdentity,
                List.copyOf(requiredSecrets),
                List.copyOf(missingGrants),
                List.copyOf(approvalRequirements),
                List.copyOf(reasons));
    }
}
