package ai.a5c.krate.review;

import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Grant.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Picks out of a policy what one review looks at; a review of the rest alone comes to the same. */
final class Relevance {

    private final Policy policy;
    private final ReviewRequest request;

    Relevance(Policy policy, ReviewRequest request) {
        this.policy = policy;
        this.request = request;
    }

    /** By kind and name. */
    List<Resource> resources() {
        Map<String, Resource> found = new TreeMap<>();
        ReviewFacts none = new ReviewFacts(
                policy, List.of(), List.of(), List.of(), ActorFact.STRANGER, Optional.empty(), Set.of(), Instant.EPOCH);
        Case.of(request, none)
                .ifPresent(known ->
                        collect(known).forEach(one -> found.put(one.key().toString(), one)));
        return List.copyOf(found.values());
    }

    private List<Resource> collect(Case known) {
        List<Resource> all = new ArrayList<>(known.expansion().used());
        known.pool().ifPresent(all::add);
        known.runnerIdentity().ifPresent(account -> all.add(account.resource()));
        known.repository().ifPresent(all::add);
        known.expansion().needs().stream()
                .map(Need::target)
                .distinct()
                .forEach((Target target) -> policy.grants().about(target).forEach(grant -> all.add(grant.resource())));
        return all;
    }
}
