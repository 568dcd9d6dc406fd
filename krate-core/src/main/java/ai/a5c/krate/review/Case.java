package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.Resource;
import java.util.Optional;
import java.util.Set;

/** A request with those of its facts that really belong to it. */
record Case(
        ReviewRequest request,
        ReviewFacts facts,
        Expansion expansion,
        String poolName,
        Optional<Account> runtimeIdentity,
        Optional<RunnerPool> pool,
        Optional<Account> runnerIdentity,
        Optional<Repository> repository) {

    /** The case, or empty if there is no such stack. */
    static Optional<Case> of(ReviewRequest request, ReviewFacts facts) {
        return facts.policy().expansion(request).map(expansion -> of(request, facts, expansion));
    }

    private static Case of(ReviewRequest request, ReviewFacts facts, Expansion expansion) {
        Policy policy = facts.policy();
        String organization = request.organization();
        String poolName =
                request.runnerPool().isEmpty() ? expansion.stack().spec().runnerPool() : request.runnerPool();
        Optional<RunnerPool> pool = policy.get(RunnerPool.class, poolName)
                .filter(found -> Policy.belongs(found.spec().organizationRef(), organization));
        return new Case(
                request,
                facts,
                expansion,
                poolName,
                policy.account(expansion.stack().spec().runtimeIdentity().serviceAccountRef(), organization),
                pool,
                pool.flatMap(found -> policy.account(found.spec().serviceAccountRef(), organization)),
                policy.repository(request.repository())
                        .filter(found -> Policy.belongs(found.spec().organizationRef(), organization)));
    }

    String namespace() {
        return facts.policy().namespace();
    }

    String stackName() {
        return expansion.stack().metadata().name();
    }

    Moment moment() {
        return request.moment();
    }

    /** The way to the stack itself. */
    Path path() {
        return Path.from(stackName());
    }

    /** Whether {@code subject} is part of the work; subjects that the stack alone decides about were looked at before. */
    Fit is(Subject subject) {
        return switch (subject.kind()) {
            case RUNNER_POOL -> perhaps(isNamed(pool, subject), poolName.isEmpty());
            case REPOSITORY -> perhaps(isNamed(repository, subject), true);
            case USER -> isOneOf(facts.actor().users(), subject);
            case TEAM -> isOneOf(facts.actor().teams(), subject);
            case GROUP -> isOneOf(facts.actor().groups(), subject);
            case AGENT_STACK, SUBAGENT, TOOL, SKILL, MCP_SERVER, MODEL_PROVIDER, SERVICE_ACCOUNT, ORGANIZATION ->
                Fit.YES;
        };
    }

    private Fit isOneOf(Set<String> names, Subject subject) {
        return perhaps(names.contains(subject.name()), true);
    }

    private static boolean isNamed(Optional<? extends Resource> resource, Subject subject) {
        return resource.isPresent() && resource.get().metadata().name().equals(subject.name());
    }

    /** Whether it fits, unless the work that would tell is not known yet. */
    private Fit perhaps(boolean fits, boolean dependsOnWork) {
        return dependsOnWork && !moment().knowsWork() ? Fit.UNKNOWN : Fit.of(fits);
    }
}
