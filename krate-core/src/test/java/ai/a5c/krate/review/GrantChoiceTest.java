package ai.a5c.krate.review;

import static ai.a5c.krate.review.GrantTexts.deleted;
import static ai.a5c.krate.review.GrantTexts.subject;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.RotationPolicy;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of several grants decides, and which count for nothing. */
class GrantChoiceTest {

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
}
