package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Metadata;
import java.util.List;
import java.util.Map;

/** Grants for others, and facts that are deleted or elsewhere. */
final class GrantTexts {

    static final String ANYBODY = "subject: { kind: agent-stack, name: fix }";

    private GrantTexts() {}

    static String subject(String kind, String name) {
        return Given.GRANT.replace(ANYBODY, "subject: { kind: %s, name: %s }".formatted(kind, name));
    }

    static AgentSecretGrant deleted(AgentSecretGrant grant) {
        return grant.withMetadata(deleted(grant.metadata()));
    }

    static Metadata deleted(Metadata metadata) {
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

    static AgentServiceAccount foreign(AgentServiceAccount account) {
        return account.withMetadata(elsewhere(account.metadata()));
    }

    static Metadata elsewhere(Metadata metadata) {
        return Metadata.named("other", metadata.name(), Map.of());
    }
}
