package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A case that is allowed, to be broken by tests one thing at a time. */
final class Given {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String STACK = "{ baseAgent: claude-code, adapter: claude, provider: anthropic, runnerPool: local,"
            + " runtimeIdentity: { serviceAccountRef: fixer },"
            + " requiredSecrets: [ { name: model, keys: [api-key], purpose: model-provider-token } ] }";
    static final String ACCOUNT = "{ namespace: acme, serviceAccountName: krate, allowedRepositories: ['acme/*'],"
            + " allowedRunnerPools: [local], trustTier: untrusted }";
    static final String POOL = "{ maxReplicas: 1, serviceAccountRef: runner, trustTier: untrusted }";
    static final String GRANT = "{ subject: { kind: agent-stack, name: fix }, secretRef: { name: model,"
            + " keys: [api-key] }, purpose: model-provider-token }";

    private static final AgentStack FIX = read(AgentStack.class, "fix", STACK);
    private static final AgentServiceAccount FIXER = read(AgentServiceAccount.class, "fixer", ACCOUNT);
    private static final RunnerPool LOCAL = read(RunnerPool.class, "local", POOL);
    private static final AgentServiceAccount RUNNER = read(AgentServiceAccount.class, "runner", ACCOUNT);
    private static final Repository APP = read(
            Repository.class,
            "app",
            "{ cloneUrl: 'https://gitea.example.com/acme/app.git', forge: { kind: gitea, owner: acme, name: app } }");
    private static final AgentSecretGrant ALLOW = grant("allow", GRANT);

    Optional<AgentStack> stack = Optional.of(FIX);
    Optional<AgentServiceAccount> runtime = Optional.of(FIXER);
    Optional<RunnerPool> pool = Optional.of(LOCAL);
    Optional<AgentServiceAccount> runner = Optional.of(RUNNER);
    Optional<Repository> repository = Optional.of(APP);
    List<AgentSecretGrant> grants = new ArrayList<>(List.of(ALLOW));
    List<Resource> others = new ArrayList<>();
    List<ConfigFact> configs = new ArrayList<>();
    List<RoleFact> roles = new ArrayList<>();
    ActorFact actor = ActorFact.STRANGER;
    Optional<Set<String>> capabilities = Optional.of(Set.of("cancel"));
    Narrowing narrowing = Narrowing.NONE;
    List<SecretFact> secrets = new ArrayList<>(List.of(new SecretFact("acme", "model", Set.of("api-key"), "v1")));
    Set<Gate> gates = Set.of();

    String repositoryName = "acme/app";
    Optional<String> branch = Optional.of("main");
    String poolName = "";
    Source source = Source.ISSUE_COMMENT;
    TaskKind taskKind = TaskKind.ISSUE_FIX;
    Trust trust = Trust.TRUSTED;

    static AgentSecretGrant grant(String name, String spec) {
        return read(AgentSecretGrant.class, name, spec);
    }

    Given stack(String spec) {
        stack = Optional.of(read(AgentStack.class, "fix", spec));
        return this;
    }

    Given runtime(String spec) {
        runtime = Optional.of(read(AgentServiceAccount.class, "fixer", spec));
        return this;
    }

    Given runner(String spec) {
        runner = Optional.of(read(AgentServiceAccount.class, "runner", spec));
        return this;
    }

    Given pool(String spec) {
        pool = Optional.of(read(RunnerPool.class, "local", spec));
        return this;
    }

    Given onlyGrant(String spec) {
        grants = new ArrayList<>(List.of(grant("allow", spec)));
        return this;
    }

    Given alsoGrant(String name, String spec) {
        grants.add(grant(name, spec));
        return this;
    }

    ReviewRequest request(Moment moment) {
        if (moment == Moment.SAVE_STACK) {
            return ReviewRequest.ofStack("acme", "alice", "fix").narrowed(narrowing);
        }
        return new ReviewRequest(
                "acme",
                repositoryName,
                branch,
                Optional.of("0123456789012345678901234567890123456789"),
                "alice",
                "fix",
                source,
                taskKind,
                poolName,
                trust,
                moment,
                narrowing);
    }

    /** Adds a resource of {@code type}, in place of one of that name. */
    <T extends Resource> Given with(Class<T> type, String name, String spec) {
        T resource = read(type, name, spec);
        others.removeIf(other -> other.key().equals(resource.key()));
        others.add(resource);
        return this;
    }

    /** Adds what people may have written about a capability; {@code more} continues the spec. */
    Given requirement(String kind, String owner, String more) {
        with(
                AgentCapabilityRequirement.class,
                kind + "-" + owner,
                "{ ownerRef: { kind: %s, name: %s }, requiredRoles: [none], %s }".formatted(kind, owner, more));
        AgentCapabilityRequirement read = (AgentCapabilityRequirement) others.remove(others.size() - 1);
        AgentCapabilityRequirement.Spec spec = read.spec();
        others.add(new AgentCapabilityRequirement(
                read.metadata(),
                new AgentCapabilityRequirement.Spec(
                        spec.organizationRef(),
                        spec.ownerRef(),
                        List.of(),
                        spec.requiredSecretRefs(),
                        spec.requiredConfigRefs(),
                        spec.requiredCapabilities(),
                        spec.optional(),
                        spec.reason()),
                read.status()));
        return this;
    }

    Given secret(String name, String... keys) {
        secrets.add(new SecretFact("acme", name, Set.of(keys), "v1"));
        return this;
    }

    Given config(String name, String... keys) {
        configs.add(new ConfigFact("acme", name, Set.of(keys), "v1"));
        return this;
    }

    Given role(String name, RoleFact.Answer answer) {
        roles.removeIf(role -> role.role().equals(name));
        roles.add(new RoleFact(name, true, answer, false, ""));
        return this;
    }

    List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        stack.ifPresent(all::add);
        runtime.ifPresent(all::add);
        pool.ifPresent(all::add);
        runner.ifPresent(all::add);
        repository.ifPresent(all::add);
        all.addAll(grants);
        all.addAll(others);
        return all;
    }

    ReviewFacts facts() {
        return new ReviewFacts(
                Policy.of("acme", resources()), secrets, configs, roles, actor, capabilities, gates, NOW);
    }

    PermissionReview at(Moment moment) {
        return PermissionReviewer.review(request(moment), facts());
    }

    PermissionReview review() {
        return at(Moment.CREATE_DISPATCH);
    }

    List<String> codes() {
        return codes(review());
    }

    static List<String> codes(PermissionReview review) {
        return review.reasons().stream().map(reason -> reason.code().code()).toList();
    }

    static <T extends Resource> T read(Class<T> type, String name, String spec) {
        return type.cast(apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: %s
                metadata: { name: %s }
                spec: %s
                """.formatted(type.getSimpleName(), name, spec)));
    }

    static Resource apply(String yaml) {
        return ResourceCodec.parse(Documents.read(yaml).get(0), "acme");
    }
}
