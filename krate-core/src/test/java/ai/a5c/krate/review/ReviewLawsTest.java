package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
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
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.review.PermissionReview.Suggestion;
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
            AgentStack stack = given.stack.orElseThrow();
            given.stack = Optional.of(requiring(Seeds.shuffled(stack.spec().requiredSecrets(), random)));
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
            assertThat(after.decision()).isGreaterThanOrEqualTo(before.decision());
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
            assertThat(member.decision()).isGreaterThanOrEqualTo(trusted.decision());
        });
    }

    @Test
    void aSuggestedGrantCuresWhatItIsSuggestedForAndNothingElse() {
        int[] cured = {0};
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview before = given.at(moment);
            for (Suggestion missing : before.missingGrants()) {
                AgentSecretGrant suggested = (AgentSecretGrant) Given.apply(missing.yaml());
                assertThat(suggested.metadata().namespace()).isEqualTo("acme");
                given.grants.add(suggested);
                PermissionReview after = given.at(moment);
                given.grants.remove(suggested);
                TreeSet<String> granted = new TreeSet<>();
                missing.keys().forEach(key -> granted.add(missing.name() + "/" + key));
                assertThat(after.missingGrants())
                        .doesNotContain(missing)
                        .hasSize(before.missingGrants().size() - 1);
                assertThat(aboutGrants(after, granted)).isEmpty();
                granted.addAll(admitted(before));
                assertThat(granted).containsAll(admitted(after));
                cured[0]++;
            }
        });
        assertThat(cured[0]).isGreaterThan(Long.getLong("krate.seed") == null ? CASES / 4 : -1);
    }

    /** Denying reasons about missing or unfit grants for {@code keys}. */
    private static List<ReviewReason> aboutGrants(PermissionReview review, Set<String> keys) {
        return review.reasons().stream()
                .filter(reason -> reason.decision() == Decision.DENIED)
                .filter(reason ->
                        reason.code() != ReasonCode.SECRET_MISSING && reason.code() != ReasonCode.SECRET_KEY_MISSING)
                .filter(reason -> reason.chain().size() == 3
                        && keys.contains(reason.chain().get(1).replace("secret ", "") + "/"
                                + reason.chain().get(2).replace("key ", "")))
                .toList();
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
                secret.keys().forEach(key -> keys.add(secret.name() + "/" + key));
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
        given.stack = Optional.of(requiring(List.of(
                new SecretRequirement("model", some(random, KEYS), "model-provider-token"),
                new SecretRequirement("model", some(random, KEYS), "model-provider-token"),
                new SecretRequirement("deploy.er", some(random, KEYS), "tool"))));
        given.secrets = new ArrayList<>();
        for (String name : List.of("model", "deploy.er", "model")) {
            if (random.nextInt(6) > 0) {
                given.secrets.add(
                        new SecretFact("acme", name, Set.copyOf(some(random, KEYS)), "v" + random.nextInt(2)));
            }
        }
        given.grants = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            Effect effect = random.nextInt(12) == 0 ? Effect.DENY : Effect.ALLOW;
            given.grants.add(grant(random, "g" + i, effect));
        }
        return given;
    }

    private static AgentStack requiring(List<SecretRequirement> secrets) {
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
                        spec.toolProfileRef(),
                        spec.mcpServerRefs(),
                        spec.skillRefs(),
                        spec.subagentRefs(),
                        spec.contextLabelRefs(),
                        spec.workspacePolicyRef(),
                        spec.permissionRefs(),
                        spec.memory(),
                        spec.writeBackPolicy(),
                        spec.limits()),
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
                        mostly(random, model ? Purpose.MODEL_PROVIDER_TOKEN : Purpose.TOOL, Purpose.CACHE),
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
                        RotationPolicy.NONE,
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
            default -> new Subject(mostly(random, SubjectKind.AGENT_STACK, kind), "fix", stack);
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
    private static <T> T one(RandomGenerator random, T... all) {
        return all[random.nextInt(all.length)];
    }
}
