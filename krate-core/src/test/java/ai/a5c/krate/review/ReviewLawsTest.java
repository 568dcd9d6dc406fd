package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

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
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.review.RoleFact.Answer;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReviewLawsTest {

    private static final int CASES = 400;
    private static final List<String> KEYS = List.of("api-key", "token", "other");
    private static final List<String> BRANCHES = List.of(
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

    @Test
    void theOrderOfTheInputNeverMatters() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview first = given.at(moment);
            given.grants = Seeds.shuffled(given.grants, random);
            given.secrets = Seeds.shuffled(given.secrets, random);
            given.configs = Seeds.shuffled(given.configs, random);
            given.roles = Seeds.shuffled(given.roles, random);
            given.others = Seeds.shuffled(given.others, random);
            AgentStack.Spec spec = given.stack.orElseThrow().spec();
            given.stack = Optional.of(stack(
                    Seeds.shuffled(spec.requiredSecrets(), random),
                    spec.toolProfileRef(),
                    Seeds.shuffled(spec.mcpServerRefs(), random),
                    Seeds.shuffled(spec.skillRefs(), random),
                    Seeds.shuffled(spec.subagentRefs(), random)));
            PermissionReview second = given.at(moment);
            assertThat(second).isEqualTo(first);
            assertThat(second.snapshotDigest()).isEqualTo(first.snapshotDigest());
        });
    }

    @Test
    void addingADenyNeverAllowsMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview before = given.at(moment);
            given.grants.add(grant(random, "added", Effect.DENY));
            PermissionReview after = given.at(moment);
            if (after.leftOut().equals(before.leftOut())) {
                assertThat(after.decision()).isGreaterThanOrEqualTo(before.decision());
            } else if (before.decision() == Decision.DENIED) {
                assertThat(after.decision()).isEqualTo(Decision.DENIED);
            }
            assertThat(admitted(before)).containsAll(admitted(after));
        });
    }

    @Test
    void addingAnAllowGrantNeverDeniesMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview before = given.at(moment);
            given.grants.add(grant(random, "added", Effect.ALLOW));
            PermissionReview after = given.at(moment);
            assertThat(admitted(after)).containsAll(admitted(before));
            if (before.decision() != Decision.DENIED) {
                assertThat(after.decision()).isNotEqualTo(Decision.DENIED);
            }
        });
    }

    @Test
    void lessTrustNeverAdmitsMoreNorAsksLess() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            given.trust = Trust.TRUSTED;
            PermissionReview trusted = given.at(moment);
            given.trust = Trust.MEMBER;
            PermissionReview member = given.at(moment);
            given.trust = Trust.UNTRUSTED;
            PermissionReview untrusted = given.at(moment);
            assertThat(admitted(trusted)).containsAll(admitted(member));
            assertThat(unasked(trusted)).containsAll(unasked(member));
            assertThat(admitted(member)).isEqualTo(admitted(untrusted));
            assertThat(unasked(member)).isEqualTo(unasked(untrusted));
            if (member.leftOut().equals(trusted.leftOut())) {
                assertThat(member.decision()).isGreaterThanOrEqualTo(trusted.decision());
            } else if (trusted.decision() == Decision.DENIED) {
                assertThat(member.decision()).isEqualTo(Decision.DENIED);
            }
        });
    }

    @Test
    void narrowingNeverAdmitsMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview whole = given.at(moment);
            given.narrowing = new Narrowing(
                    random.nextBoolean() ? Set.of("edit") : Set.of(),
                    random.nextBoolean() ? Set.of("deploy") : Set.of(),
                    random.nextBoolean() ? Set.of("github") : Set.of(),
                    Set.of(),
                    Set.of());
            PermissionReview part = given.at(moment);
            assertThat(admitted(whole)).containsAll(admitted(part));
        });
    }

    @Test
    void noMoreIsAdmittedThanIsReachableForTheStackWithoutItsSubagents() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            given.grants.removeIf(grant -> grant.spec().subject().kind() == SubjectKind.SUBAGENT);
            Moment moment = one(random, Moment.values());
            PermissionReview with = given.at(moment);
            AgentStack.Spec spec = given.stack.orElseThrow().spec();
            given.stack = Optional.of(stack(
                    spec.requiredSecrets(), spec.toolProfileRef(), spec.mcpServerRefs(), spec.skillRefs(), List.of()));
            assertThat(keyNames(given.at(moment))).containsAll(keyNames(with));
        });
    }

    @Test
    void whatIsRelevantIsEnough() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            ReviewFacts facts = given.facts();
            ReviewRequest request = given.request(moment);
            Policy part = Policy.of("acme", facts.policy().relevant(request));
            assertThat(PermissionReviewer.review(request, facts.with(part)))
                    .isEqualTo(PermissionReviewer.review(request, facts));
        });
    }

    @Test
    void aPolicyThatWasChangedIsTheOneThatIsReadAnew() {
        Seeds.forAll(CASES, random -> {
            Given before = any(random);
            Given after = any(random);
            Policy policy = before.facts().policy();
            List<ResourceKey> gone = new ArrayList<>(
                    before.resources().stream().map(Resource::key).toList());
            gone.removeAll(after.resources().stream().map(Resource::key).toList());
            policy.wanted(after.request(Moment.LAUNCH));
            Policy changed = policy.changed(after.resources(), gone);
            ReviewRequest request = after.request(one(random, Moment.values()));
            assertThat(PermissionReviewer.review(request, after.facts().with(changed)))
                    .isEqualTo(PermissionReviewer.review(request, after.facts()));
        });
    }

    private static Set<String> keyNames(PermissionReview review) {
        Set<String> names = new TreeSet<>();
        admitted(review).forEach(key -> names.add(key.substring(key.indexOf(' ') + 1)));
        return names;
    }

    private static Set<String> admitted(PermissionReview review) {
        return keys(review, Set.of(Decision.ALLOWED, Decision.REQUIRES_APPROVAL));
    }

    private static Set<String> unasked(PermissionReview review) {
        return keys(review, Set.of(Decision.ALLOWED));
    }

    private static Set<String> keys(PermissionReview review, Set<Decision> decisions) {
        Set<String> keys = new TreeSet<>();
        for (RequiredSecret secret : review.requiredSecrets()) {
            if (decisions.contains(secret.decision())) {
                secret.keys().forEach(key -> keys.add(secret.owner() + " " + secret.name() + "/" + key));
            }
        }
        for (RequiredConfig config : review.requiredConfigs()) {
            if (decisions.contains(config.decision())) {
                config.keys().forEach(key -> keys.add(config.owner() + " " + config.name() + "/" + key));
            }
        }
        return keys;
    }

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

    private static void capabilities(Given given, RandomGenerator random) {
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

    private static AgentStack stack(
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

    private static AgentSecretGrant grant(RandomGenerator random, String name, Effect effect) {
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

    private static GlobRules rules(List<String> include, List<String> exclude) {
        return new GlobRules(include, exclude);
    }

    private static Subject subject(RandomGenerator random) {
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

    private static <T> T mostly(RandomGenerator random, T usual, T other) {
        return random.nextInt(5) == 0 ? other : usual;
    }

    private static <T> List<T> some(RandomGenerator random, List<T> all) {
        return Seeds.shuffled(all, random).subList(0, 1 + random.nextInt(all.size()));
    }

    private static <T> T one(RandomGenerator random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    static <T> T one(RandomGenerator random, T... all) {
        return all[random.nextInt(all.length)];
    }
}
