package ai.a5c.krate.review;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Secret grants, read once and found by the secret that they are about. */
public final class Grants {

    /** No grants. */
    public static final Grants NONE = of(List.of());

    private final Map<Target, List<Grant>> byTarget;

    private Grants(Map<Target, List<Grant>> byTarget) {
        this.byTarget = byTarget;
    }

    /** The grants in {@code resources}, in any order. */
    public static Grants of(Collection<AgentSecretGrant> resources) {
        return new Grants(resources.stream().map(Grant::of).sorted().collect(groupingBy(Grant::target)));
    }

    /** The grants about a secret, the most specific first. */
    List<Grant> about(String namespace, String secret) {
        return byTarget.getOrDefault(new Target(namespace, secret), List.of());
    }

    /** A secret's namespace and name. */
    record Target(String namespace, String name) {}
}
