package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.AgentServiceAccount.TrustTier;

/** A service account with its globs compiled. */
record Account(AgentServiceAccount resource, Globs repositories, Globs pools) {

    static Account of(AgentServiceAccount resource) {
        return new Account(
                resource,
                Globs.ofNamed(resource.spec().allowedRepositories()),
                Globs.ofNamed(resource.spec().allowedRunnerPools()));
    }

    String name() {
        return resource.metadata().name();
    }

    boolean isForTrustedWorkOnly() {
        return resource.spec().trustTier() == TrustTier.TRUSTED;
    }
}
