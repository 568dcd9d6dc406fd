package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request with those of its facts that really belong to it. */
record Case(
        ReviewRequest request,
        ReviewFacts facts,
        AgentStack stack,
        String poolName,
        Optional<AgentServiceAccount> runtimeIdentity,
        Optional<RunnerPool> pool,
        Optional<AgentServiceAccount> runnerIdentity,
        Optional<Repository> repository) {

    /** The case, or empty if there is no such stack. */
    static Optional<Case> of(ReviewRequest request, ReviewFacts facts) {
        return facts.stack()
                .filter(stack -> stack.metadata().name().equals(request.agentStack()))
                .filter(stack -> isPresent(stack, request, stack.spec().organizationRef()))
                .map(stack -> of(request, facts, stack));
    }

    private static Case of(ReviewRequest request, ReviewFacts facts, AgentStack stack) {
        String poolName = request.runnerPool().isEmpty() ? stack.spec().runnerPool() : request.runnerPool();
        Optional<RunnerPool> pool = facts.pool()
                .filter(found -> isMeant(found, poolName, stack))
                .filter(found -> isPresent(found, request, found.spec().organizationRef()));
        String runner = pool.map(found -> found.spec().serviceAccountRef()).orElse("");
        return new Case(
                request,
                facts,
                stack,
                poolName,
                identity(facts.runtimeIdentity(), stack.spec().runtimeIdentity().serviceAccountRef(), request, stack),
                pool,
                identity(facts.runnerIdentity(), runner, request, stack),
                facts.repository()
                        .filter(found -> found.metadata()
                                .namespace()
                                .equals(stack.metadata().namespace()))
                        .filter(found -> isPresent(found, request, found.spec().organizationRef()))
                        .filter(found -> nameOf(found).equals(request.repository())));
    }

    private static Optional<AgentServiceAccount> identity(
            Optional<AgentServiceAccount> account, String name, ReviewRequest request, AgentStack stack) {
        return account.filter(found -> isMeant(found, name, stack))
                .filter(found -> isPresent(found, request, found.spec().organizationRef()));
    }

    private static boolean isMeant(Resource found, String name, AgentStack stack) {
        return found.metadata().name().equals(name)
                && found.metadata().namespace().equals(stack.metadata().namespace());
    }

    private static boolean isPresent(Resource found, ReviewRequest request, String organization) {
        return found.metadata().deletionTimestamp() == null
                && (organization.isEmpty() || organization.equals(request.organization()));
    }

    private static String nameOf(Repository repository) {
        String fullName = repository.spec().fullName();
        return fullName.isEmpty() ? repository.metadata().name() : fullName;
    }

    String namespace() {
        return stack.metadata().namespace();
    }

    Moment moment() {
        return request.moment();
    }

    /** What leads from the stack to {@code ends}. */
    List<String> chain(String... ends) {
        List<String> chain = new ArrayList<>();
        chain.add("stack " + stack.metadata().name());
        chain.addAll(List.of(ends));
        return chain;
    }

    /** Whether {@code subject} is the one that asks. */
    Fit is(Subject subject) {
        boolean elsewhere = !subject.stackRef().isEmpty()
                && !subject.stackRef().equals(stack.metadata().name());
        return elsewhere ? Fit.NO : isAnywhere(subject);
    }

    private Fit isAnywhere(Subject subject) {
        return switch (subject.kind()) {
            case AGENT_STACK -> named(Optional.of(stack), subject);
            case SERVICE_ACCOUNT -> named(runtimeIdentity, subject);
            case RUNNER_POOL -> perhaps(named(pool, subject), poolName.isEmpty());
            case REPOSITORY -> perhaps(named(repository, subject), true);
            case MODEL_PROVIDER -> Fit.of(subject.name().equals(stack.spec().provider()));
            case ORGANIZATION -> Fit.of(subject.name().equals(request.organization()));
            case USER, GROUP, TEAM, SUBAGENT, TOOL, SKILL, MCP_SERVER -> Fit.NO;
        };
    }

    private static Fit named(Optional<? extends Resource> resource, Subject subject) {
        return Fit.of(resource.filter(found -> found.metadata().name().equals(subject.name()))
                .isPresent());
    }

    /** {@code fit}, unless the work that would tell is not known yet. */
    private Fit perhaps(Fit fit, boolean dependsOnWork) {
        return dependsOnWork && !moment().knowsWork() ? Fit.UNKNOWN : fit;
    }
}
