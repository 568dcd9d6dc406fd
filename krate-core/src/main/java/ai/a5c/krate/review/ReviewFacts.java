package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a review looks at, as it was when it was loaded.
 *
 * <p>What belongs to another namespace than the stack, is being deleted, or has another name than the one asked for
 * counts as absent, so that a careless loader cannot leak.
 *
 * @param stack the stack of the request
 * @param runtimeIdentity the service account that the stack names
 * @param pool the pool of the request, or else the one that the stack names
 * @param runnerIdentity the service account that the pool names
 * @param repository the repository of the request
 * @param grants all that may matter; unrelated ones cost nothing
 * @param secrets what is known of the secrets that the stack requires
 * @param gatesRequired what the rule wants a person for
 * @param now the only clock
 */
public record ReviewFacts(
        Optional<AgentStack> stack,
        Optional<AgentServiceAccount> runtimeIdentity,
        Optional<RunnerPool> pool,
        Optional<AgentServiceAccount> runnerIdentity,
        Optional<Repository> repository,
        Grants grants,
        List<SecretFact> secrets,
        Set<Gate> gatesRequired,
        Instant now) {

    public ReviewFacts {
        secrets = secrets.stream().sorted().toList();
        gatesRequired = Set.copyOf(gatesRequired);
    }
}
