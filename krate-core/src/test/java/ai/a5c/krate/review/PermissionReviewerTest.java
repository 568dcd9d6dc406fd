package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
import ai.a5c.krate.kind.identity.AgentSecretGrant.RotationPolicy;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionReviewerTest {

    private static final String ANYBODY = "subject: { kind: agent-stack, name: fix }";

    @Test
    void whatIsAllowedNamesWhatTheAgentGets() {
        PermissionReview review = new Given().review();
        assertThat(review.decision()).isEqualTo(Decision.ALLOWED);
        assertThat(review.runtimeIdentity()).contains("fixer");
        assertThat(review.runnerIdentity()).contains("runner");
        assertThat(review.requiredSecrets())
                .containsExactly(new RequiredSecret(
                        "stack/fix",
                        "acme",
                        "model",
                        Purpose.MODEL_PROVIDER_TOKEN,
                        List.of("api-key"),
                        Decision.ALLOWED,
                        Entry.ALLOWED,
                        Optional.of("allow"),
                        Optional.of("v1"),
                        Optional.of(MountPolicy.ENV),
                        Map.of("api-key", "API_KEY")));
        assertThat(review.reasons()).isEmpty();
        assertThat(review.yamlPreview()).isEmpty();
        assertThat(review.approvalRequirements()).isEmpty();
    }

    @Test
    void theGrantNamesTheVariableOfAValueOrOfItsFile() {
        Given named = new Given().onlyGrant(DecisionMatrixTest.with("environment: { api-key: ANTHROPIC_API_KEY }"));
        assertThat(named.review().requiredSecrets().get(0).environment())
                .isEqualTo(Map.of("api-key", "ANTHROPIC_API_KEY"));
        Given file = new Given().onlyGrant(DecisionMatrixTest.with("mountPolicy: file"));
        assertThat(file.review().requiredSecrets().get(0).environment()).isEqualTo(Map.of("api-key", "API_KEY"));
        assertThat(file.review().requiredSecrets().get(0).mountPolicy()).contains(MountPolicy.FILE);
        Given reference = new Given().onlyGrant(DecisionMatrixTest.with("mountPolicy: never-mount-pass-by-reference"));
        assertThat(reference.review().requiredSecrets().get(0).environment()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceTheWorstFirst() {
        Given given = new Given().onlyGrant(DecisionMatrixTest.with("requiredApproval: always"));
        given.runtime = Optional.empty();
        given.pool = Optional.empty();
        given.secrets = List.of();
        assertThat(given.codes())
                .containsExactly("MissingRunnerPool", "MissingRuntimeIdentity", "SecretMissing", "ApprovalRequired");
        assertThat(given.review().decision()).isEqualTo(Decision.DENIED);
        assertThat(given.review().requiredSecrets().get(0).decision()).isEqualTo(Decision.DENIED);
    }

    @Test
    void whatNeedsAPersonSaysForWhat() {
        Given given = new Given().onlyGrant(DecisionMatrixTest.with("allowUntrusted: true, requiredApproval: always"));
        given.trust = Trust.UNTRUSTED;
        given.gates = Set.of(Gate.SECRET, Gate.UNTRUSTED_DISPATCH);
        PermissionReview review = given.review();
        assertThat(review.decision()).isEqualTo(Decision.REQUIRES_APPROVAL);
        assertThat(review.approvalRequirements())
                .containsExactly(
                        new ApprovalRequirement(
                                Gate.SECRET,
                                "model/api-key",
                                Optional.of("allow"),
                                "grant 'allow' wants a person to agree before key 'api-key' of secret 'model' is used"),
                        new ApprovalRequirement(
                                Gate.SECRET,
                                "model/api-key",
                                Optional.empty(),
                                "the rule wants a person to agree before key 'api-key' of secret 'model' is used"),
                        new ApprovalRequirement(
                                Gate.UNTRUSTED_DISPATCH,
                                "acme/app",
                                Optional.empty(),
                                "the work is untrusted and the rule wants a person to agree to it"));
    }

    @ParameterizedTest
    @CsvSource({
        "service-account, fixer, agent-stack, fix",
        "agent-stack, fix, model-provider, anthropic",
        "model-provider, anthropic, repository, app",
        "repository, app, organization, acme",
        "runner-pool, local, organization, acme"
    })
    void theMoreSpecificSubjectDecides(String kind, String name, String widerKind, String widerName) {
        Given given = new Given();
        given.grants = new ArrayList<>();
        given.alsoGrant("a-wider", subject(widerKind, widerName)).alsoGrant("b-closer", subject(kind, name));
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("b-closer");
        given.grants.remove(1);
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("a-wider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowedRefs: { include: [main] }",
                "allowedRefs: { exclude: [release] }",
                "allowedTriggerSources: [issue-comment]",
                "allowedTaskKinds: [issue-fix]",
                "allowedRepositories: [acme/app]"
            })
    void amongEqualSubjectsTheNarrowerGrantDecides(String narrower) {
        Given given = new Given().alsoGrant("z", DecisionMatrixTest.with(narrower));
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("z");
    }

    @Test
    void fewerKeysAreNarrowerAndThenTheNameDecides() {
        Given given = new Given().onlyGrant(Given.GRANT.replace("[api-key]", "[api-key, other]"));
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("allow");
        given.alsoGrant("z", Given.GRANT).alsoGrant("y", Given.GRANT);
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("y");
    }

    @ParameterizedTest
    @CsvSource({
        "service-account, fixer",
        "agent-stack, fix",
        "model-provider, anthropic",
        "repository, app",
        "runner-pool, local",
        "organization, acme"
    })
    void aDenyAtAnyLevelBeatsEveryAllow(String kind, String name) {
        Given given = new Given().alsoGrant("no", subject(kind, name).replace("purpose:", "effect: deny, purpose:"));
        assertThat(given.codes()).containsExactly("GrantDenied");
        RequiredSecret secret = given.review().requiredSecrets().get(0);
        assertThat(secret.grant()).contains("no");
        assertThat(secret.environment()).isEmpty();
        assertThat(given.review().missingGrants()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void aDenyHoldsWhereItSays(String conditions, Moment moment, Consumer<Given> change, boolean denied) {
        Given given = new Given().alsoGrant("no", DecisionMatrixTest.with("effect: deny" + conditions));
        change.accept(given);
        assertThat(Given.codes(given.at(moment))).isEqualTo(denied ? List.of("GrantDenied") : List.of());
    }

    static Stream<Arguments> aDenyHoldsWhereItSays() {
        Consumer<Given> asIs = Given::facts;
        Consumer<Given> noBranch = given -> given.branch = Optional.empty();
        return Stream.of(
                Arguments.of("", Moment.SAVE_STACK, asIs, true),
                Arguments.of(", allowedRefs: { include: [main] }", Moment.LAUNCH, asIs, true),
                Arguments.of(", allowedRefs: { include: [main] }", Moment.SAVE_STACK, asIs, false),
                Arguments.of(", allowedRefs: { include: [release] }", Moment.LAUNCH, asIs, false),
                Arguments.of(", allowedRefs: { include: [release] }", Moment.LAUNCH, noBranch, true),
                Arguments.of(", allowedRepositories: [acme/lib]", Moment.LAUNCH, asIs, false),
                Arguments.of(", allowedTriggerSources: [ci]", Moment.LAUNCH, asIs, false),
                Arguments.of(", allowedTaskKinds: [review]", Moment.LAUNCH, asIs, false),
                Arguments.of(", expiresAt: '2026-03-01T12:00:01Z'", Moment.LAUNCH, asIs, true),
                Arguments.of(", expiresAt: '2026-03-01T12:00:00Z'", Moment.LAUNCH, asIs, false));
    }

    @ParameterizedTest
    @CsvSource({
        "agent-stack, other",
        "service-account, runner",
        "model-provider, openai",
        "repository, acme",
        "runner-pool, big",
        "organization, other",
        "user, alice",
        "tool, fix",
        "subagent, fix"
    })
    void aGrantForSomebodyElseIsNone(String kind, String name) {
        assertThat(new Given().onlyGrant(subject(kind, name)).codes()).containsExactly("MissingSecretGrant");
    }

    @Test
    void aGrantNarrowedToAStackHoldsForThatStackOnly() {
        Given given = new Given().onlyGrant(subject("organization", "acme, stackRef: fix"));
        assertThat(given.codes()).isEmpty();
        given.alsoGrant("a-wide", subject("organization", "acme"));
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("allow");
        assertThat(new Given()
                        .onlyGrant(subject("organization", "acme, stackRef: other"))
                        .codes())
                .containsExactly("MissingSecretGrant");
        String denyElsewhere =
                subject("organization", "acme, stackRef: other").replace("purpose:", "effect: deny, purpose:");
        assertThat(new Given().alsoGrant("no", denyElsewhere).codes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"purpose: tool", "purpose: deployment"})
    void aGrantForAnotherPurposeIsNone(String purpose) {
        Given given = new Given().onlyGrant(Given.GRANT.replace("purpose: model-provider-token", purpose));
        assertThat(given.codes()).containsExactly("MissingSecretGrant");
    }

    @Test
    void aRevokedAllowIsNoneAndARevokedDenyHoldsUntilItIsGone() {
        Given allowed = new Given();
        allowed.grants = new ArrayList<>(List.of(deleted(Given.grant("allow", Given.GRANT))));
        assertThat(allowed.codes()).containsExactly("MissingSecretGrant");
        Given denied = new Given();
        denied.grants.add(deleted(Given.grant("no", DecisionMatrixTest.with("effect: deny"))));
        assertThat(denied.codes()).containsExactly("GrantDenied");
    }

    @Test
    void whatIsBeingDeletedCountsAsAbsent() {
        Given given = new Given();
        given.runtime = given.runtime.map(account -> account.withMetadata(deleted(account.metadata())));
        given.pool = given.pool.map(pool -> pool.withMetadata(deleted(pool.metadata())));
        assertThat(given.codes()).containsExactly("MissingRunnerPool", "MissingRuntimeIdentity");
    }

    @Test
    void factsOfAnotherNameOrNamespaceAreAsGoodAsNone() {
        Given strict = new Given();
        strict.runtime = Optional.empty();
        strict.runner = Optional.empty();
        strict.repository = Optional.empty();
        strict.grants.clear();
        strict.secrets = List.of();
        Given careless = new Given();
        careless.runtime = Optional.empty();
        careless.runner = Optional.of(foreign(careless.runner.orElseThrow()));
        careless.repository = careless.repository.map(app -> app.withMetadata(elsewhere(app.metadata())));
        careless.grants = new ArrayList<>(List.of(Given.grant("allow", Given.GRANT)
                .withMetadata(elsewhere(careless.grants.get(0).metadata()))));
        careless.secrets = List.of(new SecretFact("other", "model", Set.of("api-key"), "v1"));
        assertThat(careless.review()).isEqualTo(strict.review());
        assertThat(careless.review().decision()).isEqualTo(Decision.DENIED);
    }

    @Test
    void anEmptyBranchIsNone() {
        Given given = new Given().onlyGrant(DecisionMatrixTest.with("allowedRefs: { include: ['**'] }"));
        given.branch = Optional.of("");
        assertThat(given.codes()).containsExactly("RefNotAllowed");
        assertThat(given.review().yamlPreview()).singleElement().asString().doesNotContain("allowedRefs");
    }

    @Test
    void theRulesPoolWinsOverTheStacks() {
        Given given = new Given();
        given.poolName = "big";
        assertThat(given.codes()).containsExactly("MissingRunnerPool", "IdentityNotAllowedForPool");
    }

    @Test
    void aStackWithoutSecretsAsksForNone() {
        String none = Given.STACK
                .substring(0, Given.STACK.indexOf(" requiredSecrets"))
                .replaceAll(",$", " }");
        Given given = new Given().stack(none);
        given.gates = Set.of(Gate.SECRET);
        assertThat(given.review().decision()).isEqualTo(Decision.ALLOWED);
        assertThat(given.review().requiredSecrets()).isEmpty();
    }

    @Test
    void keysWithDifferentFatesAreToldApart() {
        Given given = new Given()
                .stack(Given.STACK.replace("[api-key]", "[b, api-key, a]"))
                .alsoGrant(
                        "b",
                        Given.GRANT
                                .replace("[api-key]", "[b]")
                                .replace("purpose:", "requiredApproval: always, purpose:"));
        given.secrets = List.of(new SecretFact("acme", "model", Set.of("a", "b", "api-key"), "v1"));
        assertThat(given.review().requiredSecrets())
                .extracting(secret -> secret.keys() + " " + secret.decision())
                .containsExactly("[a] DENIED", "[api-key] ALLOWED", "[b] REQUIRES_APPROVAL");
        assertThat(given.review().missingGrants())
                .extracting(PermissionReview.Suggestion::keys)
                .containsExactly(List.of("a"));
    }

    @Test
    void theDigestKnowsTheWorkAndTheSecretsVersionButNotTheMoment() {
        Given given = new Given();
        assertThat(given.at(Moment.LAUNCH).snapshotDigest())
                .isEqualTo(given.at(Moment.CREATE_DISPATCH).snapshotDigest())
                .isEqualTo(given.at(Moment.DRY_RUN).snapshotDigest())
                .isNotEqualTo(given.at(Moment.SAVE_STACK).snapshotDigest());
        Given rotated = new Given();
        rotated.secrets = List.of(new SecretFact("acme", "model", Set.of("api-key"), "v2"));
        Given moved = new Given();
        moved.branch = Optional.of("other");
        Given less = new Given().onlyGrant(DecisionMatrixTest.with("allowUntrusted: true"));
        less.trust = Trust.MEMBER;
        assertThat(Stream.of(given, rotated, moved, less)
                        .map(each -> each.review().snapshotDigest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSnapshotIsPlainAndStable() {
        Given given = new Given();
        given.grants.clear();
        assertThat(CanonicalJson.text(given.review().snapshot()))
                .startsWith(
                        "{\"approvalRequirements\":[],\"decision\":\"denied\",\"leftOut\":[],\"missingGrants\":[{\"cures\":[\"MissingSecretGrant\"],\"keys\":[\"api-key\"],")
                .contains(
                        "\"reasons\":[{\"chain\":[\"stack fix\",\"secret model\",\"key api-key\"],\"code\":\"MissingSecretGrant\","
                                + "\"decision\":\"denied\",\"field\":\"AgentStack.spec.requiredSecrets[model].keys[api-key]\","
                                + "\"fixableBy\":\"grant-administrator\",")
                .doesNotContain("create-dispatch")
                .doesNotContain("2026-");
    }

    @Test
    void lessTrustNeverMeansFewerQuestions() {
        Given given = new Given()
                .onlyGrant(DecisionMatrixTest.with("allowedTaskKinds: [issue-fix], requiredApproval: always"))
                .alsoGrant("open", DecisionMatrixTest.with("allowUntrusted: true"));
        assertThat(given.review().decision()).isEqualTo(Decision.REQUIRES_APPROVAL);
        given.trust = Trust.UNTRUSTED;
        assertThat(given.review().decision()).isEqualTo(Decision.REQUIRES_APPROVAL);
        assertThat(given.review().requiredSecrets().get(0).grant()).contains("open");
    }

    @Test
    void globsThatCannotBeReadAllowNothingAndDenyEverything() {
        AgentSecretGrant.Spec spec =
                Given.grant("x", DecisionMatrixTest.with("effect: deny")).spec();
        Given denied = new Given();
        denied.grants.add(broken(spec));
        assertThat(denied.codes()).containsExactly("GrantDenied");
        Given allowed = new Given();
        allowed.grants =
                new ArrayList<>(List.of(broken(Given.grant("x", Given.GRANT).spec())));
        assertThat(allowed.codes()).containsExactly("RepositoryNotAllowed");
    }

    private static AgentSecretGrant broken(AgentSecretGrant.Spec spec) {
        return new AgentSecretGrant(
                Metadata.named("acme", "broken", Map.of()),
                new AgentSecretGrant.Spec(
                        "",
                        spec.subject(),
                        spec.secretRef(),
                        spec.purpose(),
                        spec.effect(),
                        List.of("[never closed"),
                        spec.allowedRefs(),
                        List.of(),
                        List.of(),
                        true,
                        spec.mountPolicy(),
                        Map.of(),
                        spec.requiredApproval(),
                        RotationPolicy.NONE,
                        null),
                ReadyStatus.UNKNOWN);
    }

    private static String subject(String kind, String name) {
        return Given.GRANT.replace(ANYBODY, "subject: { kind: %s, name: %s }".formatted(kind, name));
    }

    private static AgentSecretGrant deleted(AgentSecretGrant grant) {
        return grant.withMetadata(deleted(grant.metadata()));
    }

    private static Metadata deleted(Metadata metadata) {
        return new Metadata(
                metadata.name(),
                metadata.namespace(),
                "",
                0,
                "",
                null,
                Given.NOW,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static AgentServiceAccount foreign(AgentServiceAccount account) {
        return account.withMetadata(elsewhere(account.metadata()));
    }

    private static Metadata elsewhere(Metadata metadata) {
        return Metadata.named("other", metadata.name(), Map.of());
    }
}
