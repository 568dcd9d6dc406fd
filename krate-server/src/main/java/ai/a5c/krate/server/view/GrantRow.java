package ai.a5c.krate.server.view;

import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grant in few words.
 *
 * @param subject as {@code agent-stack/claude-fix}
 * @param expires when it ends by itself, or empty
 */
public record GrantRow(
        String name,
        String subject,
        String effect,
        String purpose,
        List<String> keys,
        List<String> allowedRepositories,
        boolean allowUntrusted,
        String requiredApproval,
        String expires) {

    public GrantRow {
        keys = keys.stream().sorted().toList();
        allowedRepositories = List.copyOf(allowedRepositories);
    }

    static GrantRow of(AgentSecretGrant grant) {
        AgentSecretGrant.Spec spec = grant.spec();
        return new GrantRow(
                grant.metadata().name(),
                Words.subject(spec.subject()),
                Words.of(spec.effect()),
                Words.of(spec.purpose()),
                spec.secretRef().keys(),
                spec.allowedRepositories(),
                spec.allowUntrusted(),
                Words.of(spec.requiredApproval()),
                time(spec.expiresAt()));
    }

    static GrantRow of(AgentConfigGrant grant) {
        AgentConfigGrant.Spec spec = grant.spec();
        return new GrantRow(
                grant.metadata().name(),
                Words.subject(spec.subject()),
                Words.of(spec.effect()),
                Words.of(spec.purpose()),
                spec.configMapRef().keys(),
                spec.allowedRepositories(),
                spec.allowUntrusted(),
                Words.of(spec.requiredApproval()),
                time(spec.expiresAt()));
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
