package ai.a5c.krate.render;

import java.util.Locale;
import java.util.Map;

/** The names of example documents. */
final class ExampleNames {

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("Organization", "acme"),
            Map.entry("OrgNamespaceBinding", "acme"),
            Map.entry("OrgSharingPolicy", "acme-to-globex"),
            Map.entry("User", "alice"),
            Map.entry("Team", "platform"),
            Map.entry("IdentityMapping", "alice-gitea"),
            Map.entry("Role", "agent-runner"),
            Map.entry("AgentServiceAccount", "fixer"),
            Map.entry("Repository", "app"),
            Map.entry("RepositoryPermission", "alice-app"),
            Map.entry("WebhookSubscription", "gitea"),
            Map.entry("RunnerPool", "local"),
            Map.entry("AgentStack", "claude-fix"),
            Map.entry("AgentTriggerRule", "fix-on-mention"));

    /** The organization of an installation's second examples. */
    static final String SECOND_ORGANIZATION = "globex";

    private static final Map<String, String> SECOND =
            Map.of("Organization", SECOND_ORGANIZATION, "OrgNamespaceBinding", SECOND_ORGANIZATION);

    private ExampleNames() {}

    /** The name of a kind's smallest example: a known one, or the kind's in lower case with dashes. */
    static String of(String kind) {
        return KNOWN.getOrDefault(kind, dashed(kind.replaceFirst("^Agent", "")));
    }

    /** The name of a kind's full example. */
    static String second(String kind) {
        return SECOND.getOrDefault(kind, of(kind) + "-full");
    }

    /** Another text than {@code text}, of the same form. */
    static String other(String text) {
        return text.equals("acme") ? SECOND_ORGANIZATION : text + "-2";
    }

    /** A key of a map. */
    static String key(String map) {
        return switch (map) {
            case "environment" -> "token";
            case "labels", "matchLabels" -> "app";
            case "approvalPolicyByTool" -> "shell";
            default -> "name";
        };
    }

    static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
