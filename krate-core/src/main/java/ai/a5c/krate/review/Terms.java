package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.Effect;
import ai.a5c.krate.kind.identity.RequiredApproval;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.GlobRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What secret grants and config grants have in common, in one shape.
 *
 * @param namespace the target's, or empty for the grant's own
 * @param purpose of whichever of the two enums
 * @param maxAgeDays 0 for no limit
 * @param mountPolicy of whichever of the two enums
 */
record Terms(
        Subject subject,
        String namespace,
        String target,
        List<String> keys,
        Enum<?> purpose,
        Effect effect,
        List<String> repositories,
        GlobRules refs,
        List<Source> sources,
        List<TaskKind> taskKinds,
        boolean allowUntrusted,
        RequiredApproval requiredApproval,
        int maxAgeDays,
        Optional<Instant> expiresAt,
        Enum<?> mountPolicy,
        Map<String, String> environment) {

    static Terms of(AgentSecretGrant.Spec spec) {
        return new Terms(
                spec.subject(),
                spec.secretRef().namespace(),
                spec.secretRef().name(),
                spec.secretRef().keys(),
                spec.purpose(),
                spec.effect(),
                spec.allowedRepositories(),
                spec.allowedRefs(),
                spec.allowedTriggerSources(),
                spec.allowedTaskKinds(),
                spec.allowUntrusted(),
                spec.requiredApproval(),
                spec.rotationPolicy().maxAgeDays(),
                Optional.ofNullable(spec.expiresAt()),
                spec.mountPolicy(),
                spec.environment());
    }

    static Terms of(AgentConfigGrant.Spec spec) {
        return new Terms(
                spec.subject(),
                spec.configMapRef().namespace(),
                spec.configMapRef().name(),
                spec.configMapRef().keys(),
                spec.purpose(),
                spec.effect(),
                spec.allowedRepositories(),
                spec.allowedRefs(),
                spec.allowedTriggerSources(),
                spec.allowedTaskKinds(),
                spec.allowUntrusted(),
                spec.requiredApproval(),
                0,
                Optional.ofNullable(spec.expiresAt()),
                spec.mountPolicy(),
                Map.of());
    }
}
