package ai.a5c.krate.review;

import ai.a5c.krate.resource.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** What a review at the save of a stack says as conditions of that stack; each reason belongs to exactly one. */
public final class StackConditions {

    /** The condition that sums the others up. */
    public static final String READY = "Ready";

    private static final String POLICY = "PolicyAdmitted";

    /** The codes of reasons by the condition that they speak of, in the order in which conditions are shown. */
    private static final Map<String, List<String>> CODES = codes();

    private StackConditions() {}

    private static Map<String, List<String>> codes() {
        Map<String, List<String>> codes = new LinkedHashMap<>();
        codes.put("CapabilitiesResolved", List.of("MissingStack", "MissingRunnerPool", "CapabilityUnsupported"));
        codes.put(
                "RuntimeIdentityReady",
                List.of(
                        "MissingRuntimeIdentity",
                        "MissingRunnerIdentity",
                        "IdentityNotAllowedForRepository",
                        "IdentityNotAllowedForPool"));
        codes.put(
                "RolesAdmitted",
                List.of(
                        "RoleDenied",
                        "RoleUnknown",
                        "NativeReviewUnavailable",
                        "RoleBindingDrifted",
                        "EscalationDenied"));
        codes.put(
                "SecretsAdmitted",
                List.of(
                        "MissingSecretGrant",
                        "SecretMissing",
                        "SecretKeyMissing",
                        "GrantExpired",
                        "GrantStale",
                        "GrantDenied"));
        codes.putAll(codesOfCapabilities());
        return codes;
    }

    private static Map<String, List<String>> codesOfCapabilities() {
        Map<String, List<String>> codes = new LinkedHashMap<>();
        codes.put("ConfigAdmitted", List.of("MissingConfigGrant", "ConfigMapMissing", "ConfigKeyMissing"));
        codes.put("ToolsAdmitted", List.of("ToolDenied"));
        codes.put("McpHealthy", List.of("McpUnhealthy"));
        codes.put("SkillsValidated", List.of("SkillInvalid"));
        codes.put("SubagentsValid", List.of("SubagentExceedsParent", "SubagentCycle"));
        codes.put("ContextLabelsValid", List.of("ContextLabelNotAllowed"));
        codes.put(
                POLICY,
                List.of(
                        "MissingRepository",
                        "RepositoryNotAllowed",
                        "RefNotAllowed",
                        "TriggerSourceNotAllowed",
                        "TaskKindNotAllowed",
                        "UntrustedSource",
                        "UntrustedRunnerRequired",
                        "ApprovalRequired",
                        "WriteBackTargetNotAllowed",
                        "CrossOrgRefDenied"));
        return codes;
    }

    /**
     * The conditions, {@link #READY} last.
     *
     * @param unprobed servers of the stack that nobody has asked yet how they are
     * @param generation the stack's
     */
    public static List<Condition> of(
            PermissionReview review, SortedSet<String> unprobed, long generation, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        for (String type : CODES.keySet()) {
            List<ReviewReason> reasons = review.reasons().stream()
                    .filter(reason -> typeOf(reason).equals(type))
                    .toList();
            Said said = type.equals("McpHealthy") && reasons.isEmpty() && !unprobed.isEmpty()
                    ? new Said(
                            "Unknown",
                            "NotProbed",
                            "nobody has asked yet how these are: " + String.join(", ", unprobed))
                    : said(reasons);
            conditions.add(said.condition(type, generation, now));
        }
        conditions.add(ready(review).condition(READY, generation, now));
        return conditions;
    }

    /** The condition that {@code reason} speaks of; what is said of grants of config maps is told by the field. */
    static String typeOf(ReviewReason reason) {
        String code = reason.code().code();
        if (code.startsWith("Grant") && reason.field().startsWith("AgentConfigGrant")) {
            return "ConfigAdmitted";
        }
        return CODES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(POLICY);
    }

    /** All codes that belong to a condition. */
    static List<String> known() {
        return CODES.values().stream().flatMap(List::stream).toList();
    }

    private static Said said(List<ReviewReason> reasons) {
        if (reasons.isEmpty()) {
            return new Said("True", "Admitted", "");
        }
        ReviewReason first = reasons.get(0);
        String status = first.decision() == Decision.DENIED
                ? "False"
                : first.code().code().equals("NativeReviewUnavailable") ? "Unknown" : "True";
        return new Said(status, first.code().code(), first.message());
    }

    private static Said ready(PermissionReview review) {
        Optional<ReviewReason> blocking = review.reasons().stream()
                .filter(reason -> reason.decision() == Decision.DENIED)
                .findFirst();
        return blocking.map(reason -> new Said("False", reason.code().code(), reason.message()))
                .orElse(new Said("True", "Admitted", ""));
    }

    private record Said(String status, String reason, String message) {

        Condition condition(String type, long generation, Instant now) {
            return new Condition(type, status, reason, message, generation, now);
        }
    }
}
