package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a review looks at, as it was when it was loaded.
 *
 * @param policy the organization's resources
 * @param secrets what is known of the secrets that {@link Policy#wanted} names
 * @param configs what is known of the ConfigMaps that it names
 * @param roles what native access says about the roles that it names
 * @param actor who asks
 * @param runtimeCapabilities what the pool's runtime can do, or empty if there is no such runtime here
 * @param gatesRequired what the rule wants a person for
 * @param now the only clock
 */
public record ReviewFacts(
        Policy policy,
        List<SecretFact> secrets,
        List<ConfigFact> configs,
        List<RoleFact> roles,
        ActorFact actor,
        Optional<Set<String>> runtimeCapabilities,
        Set<Gate> gatesRequired,
        Instant now) {

    public ReviewFacts {
        secrets = secrets.stream().sorted().toList();
        configs = configs.stream().sorted().toList();
        roles = roles.stream().sorted().toList();
        runtimeCapabilities = runtimeCapabilities.map(Set::copyOf);
        gatesRequired = Set.copyOf(gatesRequired);
    }

    /** The same facts of what somebody else asks. */
    public ReviewFacts by(ActorFact other) {
        return new ReviewFacts(policy, secrets, configs, roles, other, runtimeCapabilities, gatesRequired, now);
    }

    /** The same facts under another policy: what would be if it were changed. */
    public ReviewFacts with(Policy other) {
        return new ReviewFacts(other, secrets, configs, roles, actor, runtimeCapabilities, gatesRequired, now);
    }
}
