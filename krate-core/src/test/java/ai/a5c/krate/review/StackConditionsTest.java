package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.resource.Condition;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StackConditionsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void everyReasonBelongsToExactlyOneCondition() {
        assertThat(StackConditions.known()).doesNotHaveDuplicates();
        assertThat(StackConditions.known())
                .containsAll(
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::code).toList());
    }

    @Test
    void whatNothingIsSaidAgainstIsTrue() {
        List<Condition> conditions = of();
        assertThat(conditions)
                .extracting(Condition::type)
                .containsExactly(
                        "CapabilitiesResolved",
                        "RuntimeIdentityReady",
                        "RolesAdmitted",
                        "SecretsAdmitted",
                        "ConfigAdmitted",
                        "ToolsAdmitted",
                        "McpHealthy",
                        "SkillsValidated",
                        "SubagentsValid",
                        "ContextLabelsValid",
                        "PolicyAdmitted",
                        "Ready");
        assertThat(conditions)
                .allMatch(
                        condition -> condition.equals(new Condition(condition.type(), "True", "Admitted", "", 3, NOW)));
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void aBlockingReasonMakesItsConditionAndReadyFalse(ReasonCode code) {
        ReviewReason reason =
                new ReviewReason(code, Decision.DENIED, "AgentStack.spec", "mend it", List.of("stack fix"));
        assertThat(of(reason).stream().filter(condition -> !condition.status().equals("True")))
                .containsExactly(
                        new Condition(StackConditions.typeOf(reason), "False", code.code(), "mend it", 3, NOW),
                        new Condition("Ready", "False", code.code(), "mend it", 3, NOW));
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void aWarningIsSaidAndBlocksNothing(ReasonCode code) {
        ReviewReason reason = new ReviewReason(code, Decision.ALLOWED, "AgentStack.spec", "beware", List.of());
        assertThat(of(reason)).noneMatch(condition -> condition.status().equals("False"));
        assertThat(named(StackConditions.typeOf(reason), of(reason)).reason()).isEqualTo(code.code());
        assertThat(named("Ready", of(reason)).status()).isEqualTo("True");
    }

    @Test
    void theMostSevereReasonIsTold() {
        ReviewReason warning = new ReviewReason(ReasonCode.SECRET_MISSING, Decision.ALLOWED, "f", "beware", List.of());
        ReviewReason fault =
                new ReviewReason(ReasonCode.MISSING_SECRET_GRANT, Decision.DENIED, "f", "mend it", List.of());
        assertThat(named("SecretsAdmitted", of(warning, fault)).reason()).isEqualTo("MissingSecretGrant");
    }

    @Test
    void whatIsSaidOfAGrantOfAConfigMapIsSaidOfConfig() {
        assertThat(StackConditions.typeOf(new ReviewReason(
                        ReasonCode.GRANT_DENIED, Decision.DENIED, "AgentConfigGrant.spec.effect", "", List.of())))
                .isEqualTo("ConfigAdmitted");
    }

    @Test
    void serversThatNobodyAskedAreUnknown() {
        List<Condition> conditions = StackConditions.of(review(), new TreeSet<>(List.of("search", "issues")), 3, NOW);
        assertThat(named("McpHealthy", conditions))
                .isEqualTo(new Condition(
                        "McpHealthy",
                        "Unknown",
                        "NotProbed",
                        "nobody has asked yet how these are: issues, search",
                        3,
                        NOW));
        assertThat(named("Ready", conditions).status()).isEqualTo("True");
    }

    private static Condition named(String type, List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<Condition> of(ReviewReason... reasons) {
        return StackConditions.of(review(reasons), new TreeSet<>(), 3, NOW);
    }

    private static PermissionReview review(ReviewReason... reasons) {
        return new PermissionReview(
                ReviewRequest.ofStack("acme", "ann", "fix"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(reasons));
    }
}
