package ai.a5c.krate.review;

import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredRole;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.review.PermissionReview.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the steps of one review find, each with the optional capability that it goes with, or empty: what
 * denies such a capability leaves it out instead of denying the review.
 */
final class Findings {

    private final ReviewRequest request;
    private final List<Grouped<ReviewReason>> reasons = new ArrayList<>();
    private final List<Grouped<RequiredSecret>> secrets = new ArrayList<>();
    private final List<Grouped<RequiredConfig>> configs = new ArrayList<>();
    private final List<Grouped<ApprovalRequirement>> approvals = new ArrayList<>();
    private final List<RequiredRole> roles = new ArrayList<>();
    private final List<Suggestion> suggestions = new ArrayList<>();
    private final SortedSet<String> leftOut = new TreeSet<>();

    Findings(ReviewRequest request) {
        this.request = request;
    }

    ReviewRequest request() {
        return request;
    }

    void add(ReasonCode code, String field, String message, List<String> chain, String group) {
        Decision decision = code.at(request.moment());
        if (decision == Decision.DENIED && !group.isEmpty()) {
            leftOut.add(group);
            decision = Decision.ALLOWED;
        }
        reasons.add(new Grouped<>(new ReviewReason(code, decision, field, message, chain), group));
    }

    void warn(ReasonCode code, String field, String message, List<String> chain) {
        reasons.add(new Grouped<>(new ReviewReason(code, Decision.ALLOWED, field, message, chain), ""));
    }

    void add(RequiredSecret secret, String group) {
        secrets.add(new Grouped<>(secret, group));
    }

    void add(RequiredConfig config, String group) {
        configs.add(new Grouped<>(config, group));
    }

    void add(RequiredRole role) {
        roles.add(role);
    }

    void add(Suggestion suggestion) {
        suggestions.add(suggestion);
    }

    void add(ApprovalRequirement requirement, String group) {
        approvals.add(new Grouped<>(requirement, group));
    }

    PermissionReview review(Optional<Case> known) {
        return new PermissionReview(
                request,
                known.flatMap(Case::runtimeIdentity).map(Account::name),
                known.flatMap(Case::runnerIdentity).map(Account::name),
                known.map(one -> one.expansion().requirements()).orElse(List.of()),
                roles,
                each(secrets, RequiredSecret::leftOut),
                each(configs, RequiredConfig::leftOut),
                List.copyOf(leftOut),
                suggestions,
                each(approvals, any -> null),
                each(reasons, reason -> reason.code() == ReasonCode.APPROVAL_REQUIRED ? null : reason));
    }

    /** What was found, with {@code leftOut} of what goes with a capability that is left out; null for nothing of it. */
    private <T> List<T> each(List<Grouped<T>> found, Function<T, @Nullable T> leftOut) {
        List<T> all = new ArrayList<>(found.size());
        for (Grouped<T> one : found) {
            T finding = isLeftOut(one) ? leftOut.apply(one.finding()) : one.finding();
            if (finding != null) {
                all.add(finding);
            }
        }
        return all;
    }

    private boolean isLeftOut(Grouped<?> one) {
        return !leftOut.isEmpty() && leftOut.contains(one.group());
    }

    private record Grouped<T>(T finding, String group) {}
}
