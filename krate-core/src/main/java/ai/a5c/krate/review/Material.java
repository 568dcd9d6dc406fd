package ai.a5c.krate.review;

import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import java.util.Optional;

/** What a grant gives: keys of a secret, or keys of a ConfigMap. */
enum Material {
    SECRET("secret", "AgentSecretGrant", ReasonCode.MISSING_SECRET_GRANT),
    CONFIG("ConfigMap", "AgentConfigGrant", ReasonCode.MISSING_CONFIG_GRANT);

    private final String noun;
    private final String grantKind;
    private final ReasonCode missingGrant;

    Material(String noun, String grantKind, ReasonCode missingGrant) {
        this.noun = noun;
        this.grantKind = grantKind;
        this.missingGrant = missingGrant;
    }

    /** As people call it. */
    String noun() {
        return noun;
    }

    /** The kind of its grants. */
    String grantKind() {
        return grantKind;
    }

    ReasonCode missingGrant() {
        return missingGrant;
    }

    Enum<?>[] purposes() {
        return this == SECRET ? AgentSecretGrant.Purpose.values() : AgentConfigGrant.Purpose.values();
    }

    /** The purpose of that name, if there is one. */
    Optional<Enum<?>> purpose(String text) {
        for (Enum<?> purpose : purposes()) {
            if (Word.of(purpose).equals(text)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }

    /** The purpose of that name, or what {@code owner} needs such things for where that names none. */
    Enum<?> purpose(String text, OwnerKind owner) {
        return purpose(text).orElse(usual(owner));
    }

    /** What {@code owner} needs such things for when nothing is said. */
    Enum<?> usual(OwnerKind owner) {
        boolean secret = this == SECRET;
        return switch (owner) {
            case STACK, SUBAGENT, TOOL_PROFILE ->
                secret ? AgentSecretGrant.Purpose.TOOL : AgentConfigGrant.Purpose.TOOL_CONFIG;
            case MCP_SERVER -> secret ? AgentSecretGrant.Purpose.MCP_SERVER : AgentConfigGrant.Purpose.MCP_CONFIG;
            case SKILL -> secret ? AgentSecretGrant.Purpose.SKILL : AgentConfigGrant.Purpose.SKILL_CONFIG;
            case MODEL_PROVIDER ->
                secret ? AgentSecretGrant.Purpose.MODEL_PROVIDER_TOKEN : AgentConfigGrant.Purpose.RUNNER_CONFIG;
        };
    }
}
