package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.RunnerPool.RuntimeKind;
import ai.a5c.krate.review.Expansion.Identity;
import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The steps about who acts and where: repository, pool, runtime identities and runner identity. */
final class IdentityReview {

    private static final String RUNTIME = "AgentStack.spec.runtimeIdentity.serviceAccountRef";
    private static final String RUNNER = "RunnerPool.spec.serviceAccountRef";

    private final Case known;
    private final Findings findings;
    private final ReviewRequest request;

    IdentityReview(Case known, Findings findings) {
        this.known = known;
        this.findings = findings;
        this.request = known.request();
    }

    void run() {
        repository();
        runtimeIdentity();
        pool();
        untrustedDispatch();
    }

    private void repository() {
        if (request.moment().knowsWork() && known.repository().isEmpty()) {
            findings.add(
                    ReasonCode.MISSING_REPOSITORY,
                    "ReviewRequest.repository",
                    "the organization has no repository '%s'; create the Repository".formatted(request.repository()),
                    List.of("repository " + request.repository()),
                    "");
        }
    }

    private void runtimeIdentity() {
        if (known.runtimeIdentity().isEmpty()) {
            String name = known.expansion().stack().spec().runtimeIdentity().serviceAccountRef();
            findings.add(
                    ReasonCode.MISSING_RUNTIME_IDENTITY,
                    RUNTIME,
                    "stack '%s' acts under service account '%s', which does not exist; create the AgentServiceAccount or name another"
                            .formatted(known.stackName(), name),
                    known.path().chain("service account " + name),
                    "");
            findings.add(new Suggestions(known).account(name, ReasonCode.MISSING_RUNTIME_IDENTITY));
        }
        for (Identity identity : known.expansion().identities()) {
            check(identity.account(), identity::chain, identity.group());
        }
    }

    private void pool() {
        if (known.pool().isPresent()) {
            runner(known.pool().get());
        } else if (!known.poolName().isEmpty()) {
            missingPool("the organization has no runner pool '%s'; create the RunnerPool or name another"
                    .formatted(known.poolName()));
        } else if (request.moment().knowsWork()) {
            missingPool("stack '%s' names no runner pool, nor does the rule; name one".formatted(known.stackName()));
        }
    }

    private void missingPool(String message) {
        findings.add(
                ReasonCode.MISSING_RUNNER_POOL,
                "AgentStack.spec.runnerPool",
                message,
                known.path().chain("runner pool " + known.poolName()),
                "");
    }

    private void runner(RunnerPool pool) {
        Optional<Account> account = known.runnerIdentity();
        if (account.isPresent()) {
            String name = account.get().name();
            check(
                    account.get(),
                    () -> known.path().chain("runner pool " + pool.metadata().name(), "service account " + name),
                    "");
        } else {
            missingRunner(pool, chain(pool));
        }
        if (isTooTrusted(pool.spec().trustTier() == RunnerPool.TrustTier.TRUSTED)) {
            findings.add(
                    ReasonCode.UNTRUSTED_RUNNER_REQUIRED,
                    "RunnerPool.spec.trustTier",
                    "the work is %s and runner pool '%s' is for trusted work only; choose an untrusted pool"
                            .formatted(trust(), pool.metadata().name()),
                    chain(pool),
                    "");
        }
    }

    private List<String> chain(RunnerPool pool) {
        return known.path().chain("runner pool " + pool.metadata().name());
    }

    /** An external gateway brings its own runner, so that only storing a new run insists on an identity. */
    private void missingRunner(RunnerPool pool, List<String> chain) {
        String name = pool.spec().serviceAccountRef();
        String message = name.isEmpty()
                ? "runner pool '%s' names no service account; name one"
                        .formatted(pool.metadata().name())
                : "runner pool '%s' acts under service account '%s', which does not exist; create the AgentServiceAccount or name another"
                        .formatted(pool.metadata().name(), name);
        boolean external = pool.spec().runtime() == RuntimeKind.AGENT_MUX;
        if (external && (request.moment() == Moment.SAVE_STACK || request.moment() == Moment.LAUNCH)) {
            findings.warn(ReasonCode.MISSING_RUNNER_IDENTITY, RUNNER, message, chain);
        } else {
            findings.add(ReasonCode.MISSING_RUNNER_IDENTITY, RUNNER, message, chain, "");
            if (!name.isEmpty()) {
                findings.add(new Suggestions(known).account(name, ReasonCode.MISSING_RUNNER_IDENTITY));
            }
        }
    }

    private void check(Account account, Supplier<List<String>> chain, String group) {
        String name = account.name();
        if (request.moment().knowsWork() && !account.repositories().matches(request.repository())) {
            findings.add(
                    ReasonCode.IDENTITY_NOT_ALLOWED_FOR_REPOSITORY,
                    "AgentServiceAccount.spec.allowedRepositories",
                    "service account '%s' may not be used for repository '%s'; add the repository or use another account"
                            .formatted(name, request.repository()),
                    chain.get(),
                    group);
        }
        if (!known.poolName().isEmpty() && !account.pools().matches(known.poolName())) {
            findings.add(
                    ReasonCode.IDENTITY_NOT_ALLOWED_FOR_POOL,
                    "AgentServiceAccount.spec.allowedRunnerPools",
                    "service account '%s' may not be used on runner pool '%s'; add the pool or use another account"
                            .formatted(name, known.poolName()),
                    chain.get(),
                    group);
        }
        if (isTooTrusted(account.isForTrustedWorkOnly())) {
            findings.add(
                    ReasonCode.UNTRUSTED_SOURCE,
                    "AgentServiceAccount.spec.trustTier",
                    "the work is %s and service account '%s' is for trusted work only; use an untrusted account"
                            .formatted(trust(), name),
                    chain.get(),
                    group);
        }
    }

    private void untrustedDispatch() {
        boolean asked = known.facts().gatesRequired().contains(Gate.UNTRUSTED_DISPATCH);
        if (asked && request.moment().knowsWork() && !request.isTrusted()) {
            String message = "the work is %s and the rule wants a person to agree to it".formatted(trust());
            findings.add(
                    ReasonCode.APPROVAL_REQUIRED,
                    "AgentTriggerRule.spec.approvalPolicy.requireFor",
                    message,
                    known.path().chain(),
                    "");
            findings.add(
                    new ApprovalRequirement(Gate.UNTRUSTED_DISPATCH, request.repository(), Optional.empty(), message),
                    "");
        }
    }

    private boolean isTooTrusted(boolean forTrustedWorkOnly) {
        return forTrustedWorkOnly && request.moment().knowsWork() && !request.isTrusted();
    }

    private String trust() {
        return request.trust().name().toLowerCase(Locale.ROOT);
    }
}
