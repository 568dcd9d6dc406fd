package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
import ai.a5c.krate.kind.identity.AgentSecretGrant.RotationPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.SecretRef;
import ai.a5c.krate.kind.identity.Effect;
import ai.a5c.krate.kind.identity.RequiredApproval;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.review.RoleFact.Answer;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Facts for a review drawn by chance, plausible enough that some are allowed. */
final class AnyReview {

    static final List<String> KEYS = List.of("api-key", "token", "other");

    static final List<String> BRANCHES = List.of(
            "main",
            "release/1",
            "we*ird",
            "[x",
            "!not",
            "{a,b}",
            "q?",
            "back\\slash",
            "tab\tbed",
            "\"quoted'",
            "\u00fc\u2028\ufeff\ud83d\ude00",
            "l".repeat(300));

    private AnyReview() {}

    static Given any(RandomGenerator random) {
        Given given = new Given();
        given.branch =
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of(mostly(random, "main", one(random, BRANCHES)));
        given.trust = one(random, Trust.values());
        given.source = one(random, Source.CI, Source.ISSUE_COMMENT);
        given.taskKind = one(random, TaskKind.ISSUE_FIX, TaskKind.REVIEW);
        given.gates = random.nextInt(5) == 0 ? Set.of(Gate.SECRET) : Set.of();
        given.actor =
                one(random, ActorFact.STRANGER, new ActorFact(Set.of("alice"), Set.of("fixers"), Set.of("staff")));
        List<SecretRequirement> secrets = List.of(
                new SecretRequirement("model", some(random, KEYS), "model-provider-token"),
                new SecretRequirement("model", some(random, KEYS), "model-provider-token"),
                new SecretRequirement("deploy.er", some(random, KEYS), "tool"));
        given.stack = Optional.of(stack(
                secrets,
                one(random, "", "careful"),
                mostly(random, List.of(), List.of("github", "jira")),
                mostly(random, List.of("deploy"), List.of()),
                mostly(random, List.of(), List.of("reviewer", "reader"))));
        capabilities(given, random);
        given.secrets = new ArrayList<>();
        for (String name : List.of("model", "deploy.er", "model")) {
            if (random.nextInt(6) > 0) {
                given.secrets.add(new SecretFact(
                        "acme",
                        name,
                        Set.copyOf(some(random, KEYS)),
                        "v" + random.nextInt(2),
                        Optional.of(Given.NOW.minusSeconds(random.nextInt(20, 40) * 86_400L))));
            }
        }
        given.grants = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            Effect effect = random.nextInt(12) == 0 ? Effect.DENY : Effect.ALLOW;
            given.grants.add(grant(random, "g" + i, effect));
        }
        return given;
    }

    static void capabilities(Given given, RandomGenerator random) {
        String keys = "[ { name: deploy.er, keys: [%s] } ]".formatted(one(random, KEYS));
        given.with(
                        AgentToolProfile.class,
                        "careful",
                        CapabilityReasons.PROFILE.replace(
                                "{ file", "{ requiredSecretRefs: " + keys + ", requiredRoles: [repairer], file"))
                .with(
                        AgentMcpServer.class,
                        "github",
                        CapabilityReasons.SERVER.replace(
                                "{ tr", "{ env: [ { name: TOKEN, secretRef: { name: deploy.er, key: token } } ], tr"))
                .with(
                        AgentSkill.class,
                        "deploy",
                        CapabilityReasons.SKILL.replace(
                                "{ format",
                                "{ requiredMcpServers: [github], requiredConfigRefs: [ { name: settings, keys: [region] } ],"
                                        + " requiredSecretRefs: " + keys + ", format"))
                .with(
                        AgentSubagent.class,
                        "reviewer",
                        CapabilityReasons.SUBAGENT.replace(
                                "{",
                                "{ skillRefs: [deploy], toolRefs: [edit], optional: %s,"
                                        .formatted(random.nextBoolean())))
                .with(AgentConfigGrant.class, "region", GrantReasons.CONFIG_GRANT);
        if (random.nextBoolean()) {
            given.with(AgentMcpServer.class, "jira", CapabilityReasons.SERVER);
        }
        if (random.nextInt(3) == 0) {
            given.with(
                    AgentSubagent.class,
                    "reader",
                    CapabilityReasons.SUBAGENT.replace(
                            "{", "{ subagentRefs: [%s],".formatted(one(random, "reader", "reviewer"))));
        }
        if (random.nextInt(3) == 0) {
            String more = "requiredSecretRefs: [ { name: model, keys: [other] } ], optional: " + random.nextBoolean();
            given.requirement(one(random, "skill", "subagent"), one(random, "deploy", "reviewer"), more);
        }
        if (random.nextInt(4) > 0) {
            given.config("settings", one(random, "region", "zone"));
        }
        if (random.nextInt(4) > 0) {
            given.role("repairer", mostly(random, Answer.ALLOWED, one(random, Answer.values())));
        }
    }

    static AgentStack stack(
            List<SecretRequirement> secrets,
            String toolProfile,
            List<String> servers,
            List<String> skills,
            List<String> subagents) {
        AgentStack stack = new Given().stack.orElseThrow();
        AgentStack.Spec spec = stack.spec();
        return new AgentStack(
                stack.metadata(),
                new AgentStack.Spec(
                        spec.organizationRef(),
                        spec.baseAgent(),
                        spec.adapter(),
                        spec.command(),
                        spec.displayName(),
                        spec.provider(),
                        spec.model(),
                        spec.prompt(),
                        spec.agentsDocRef(),
                        spec.approvalMode(),
                        spec.runtimeIdentity(),
                        spec.runnerPool(),
                        secrets,
                        spec.secretPolicy(),
                        toolProfile,
                        servers,
                        skills,
                        subagents,
                        spec.contextLabelRefs(),
                        spec.workspacePolicyRef(),
                        spec.permissionRefs(),
                        spec.memory(),
                        spec.writeBackPolicy(),
                        spec.limits(),
                        spec.quotas()),
                stack.status());
    }

    static AgentSecretGrant grant(RandomGenerator random, String name, Effect effect) {
        boolean model = random.nextInt(3) > 0;
        return new AgentSecretGrant(
                Metadata.named(random.nextInt(20) == 0 ? "other" : "acme", name, Map.of()),
                new AgentSecretGrant.Spec(
                        "",
                        subject(random),
                        new SecretRef("", model ? "model" : "deploy.er", some(random, KEYS)),
                        model
                                ? mostly(random, Purpose.MODEL_PROVIDER_TOKEN, Purpose.SKILL)
                                : one(random, Purpose.TOOL, Purpose.MCP_SERVER, Purpose.SKILL, Purpose.CACHE),
                        effect,
                        mostly(random, one(random, List.of(List.of(), List.of("acme/*"))), List.of("acme/lib")),
                        mostly(
                                random,
                                one(random, rules(List.of(), List.of("release/*")), rules(List.of("**"), List.of())),
                                rules(List.of("main"), List.of())),
                        mostly(random, List.of(), List.of(Source.CI)),
                        mostly(random, List.of(), List.of(TaskKind.ISSUE_FIX)),
                        random.nextBoolean(),
                        one(random, MountPolicy.values()),
                        Map.of(),
                        one(random, RequiredApproval.values()),
                        mostly(random, RotationPolicy.NONE, new RotationPolicy(30)),
                        random.nextInt(6) == 0 ? Given.NOW.plusSeconds(random.nextInt(-1, 2)) : null),
                ReadyStatus.UNKNOWN);
    }

    static GlobRules rules(List<String> include, List<String> exclude) {
        return new GlobRules(include, exclude);
    }

    static Subject subject(RandomGenerator random) {
        SubjectKind kind = one(random, SubjectKind.values());
        String stack = mostly(random, "", one(random, "fix", "other"));
        return switch (kind) {
            case SERVICE_ACCOUNT -> new Subject(kind, "fixer", stack);
            case MODEL_PROVIDER -> new Subject(kind, "anthropic", stack);
            case REPOSITORY -> new Subject(kind, one(random, "app", "lib"), stack);
            case RUNNER_POOL -> new Subject(kind, "local", stack);
            case ORGANIZATION -> new Subject(kind, "acme", stack);
            case MCP_SERVER -> new Subject(kind, "github", stack);
            case SKILL -> new Subject(kind, "deploy", stack);
            case SUBAGENT -> new Subject(kind, "reviewer", stack);
            case TOOL -> new Subject(kind, one(random, "careful", "edit", "shell"), stack);
            case USER -> new Subject(kind, "alice", stack);
            case TEAM -> new Subject(kind, "fixers", stack);
            case GROUP -> new Subject(kind, "staff", stack);
            case AGENT_STACK -> new Subject(kind, "fix", stack);
        };
    }

    static <T> T mostly(RandomGenerator random, T usual, T other) {
        return random.nextInt(5) == 0 ? other : usual;
    }

    static <T> List<T> some(RandomGenerator random, List<T> all) {
        return Seeds.shuffled(all, random).subList(0, 1 + random.nextInt(all.size()));
    }

    static <T> T one(RandomGenerator random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    static <T> T one(RandomGenerator random, T... all) {
        return all[random.nextInt(all.length)];
    }
}
