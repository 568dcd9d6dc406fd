package ai.a5c.krate.review;

import static ai.a5c.krate.review.GrantTexts.deleted;
import static ai.a5c.krate.review.GrantTexts.elsewhere;
import static ai.a5c.krate.review.GrantTexts.foreign;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PermissionReviewerTest {

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
}
