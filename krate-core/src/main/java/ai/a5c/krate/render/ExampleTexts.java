package ai.a5c.krate.render;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stands in examples where a form or a list of words does not say enough, by the end of the field's place. */
final class ExampleTexts {

    private static final Map<String, String> TEXTS = new HashMap<>();

    private static final Map<String, String> CHOICES = Map.of(
            "subject.kind", "agent-stack",
            "RepositoryPermission.subject.kind", "user",
            "owner.kind", "team",
            "scope.kind", "repository",
            "permission", "write",
            "taskKind", "issue-fix",
            "purpose", "model-provider-token",
            "resolve", "current");

    static {
        organization();
        agent();
        forge();
        run();
        people();
        capabilities();
        records();
        words();
    }

    private ExampleTexts() {}

    private static void organization() {
        put("organizationRef", "acme");
        put("Organization.slug", "acme");
        put("Organization.namespaceName", "acme");
        put("Organization.displayName", "Acme Inc");
        put("namespace", "acme");
        put("User.displayName", "Alice Example");
        put("email", "alice@example.com");
        put("subjects", "alice@example.com");
        put("provider", "anthropic");
        put("IdentityMapping.provider", "gitea");
        put("IdentityMapping.issuer", "https://gitea.example.com");
        put("subject", "alice");
        put("owner.name", "platform");
        put("subject.name", "claude-fix");
        put("subject.stackRef", "claude-fix");
        put("RepositoryPermission.subject.name", "alice");
        put("scope.name", "app");
        put("apiGroups", "krate.a5c.ai");
        put("resources", "agentstacks");
        put("verbs", "get");
        put("allowedRefs.kind", "AgentSkill");
        put("allowedRefs.names", "skill");
    }

    private static void agent() {
        put("serviceAccountName", "krate-fixer");
        put("tokenAudience", "krate");
        put("baseAgent", "claude-code");
        put("compatibleAgents", "claude-code");
        put("adapter", "claude");
        put("AgentStack.command", "--verbose");
        put("AgentStack.displayName", "Fixes what a comment asks for");
        put("system", "You repair software. Make the smallest change that makes the tests pass.");
        put("developer", "Run the tests before and after. End with a diagnosis in Markdown.");
        put("rolePrompt", "You review changes and name what is wrong, most severe first.");
        put("promptFragment", "Keep public interfaces as they are.");
        put("inline", "Run the tests of the module before those of the whole.");
        put("agentsDocRef", "AGENTS.md");
        put("requiredSecrets.purpose", "model-provider-token");
        put("allowedTargets", "branch-push");
        put("autoAllow", "branch-push");
        put("allowedRunnerPools", "local");
        put("allowedAgentStacks", "claude-*");
        put("allowedStacks", "claude-*");
        put("allowedCommands", "mvn *");
        put("deniedCommands", "curl *");
        put("AgentMcpServer.command", "docs-server");
        put("AgentMcpServer.args", "--stdio");
        put("AgentMcpServer.env.name", "API_TOKEN");
        put("AgentMcpServer.headers.name", "Authorization");
        put("outputContract.format", "markdown");
        put("requiredSections", "Diagnosis");
        put("outputContract.schema", "{}");
        put("packageName", "acme-skills@1.2.0");
        put("version", "1.2.0");
        put("mention", "@claude");
    }

    private static void forge() {
        put("cloneUrl", "https://gitea.example.com/acme/app.git");
        put("defaultBranch", "main");
        put("branch", "main");
        put("forge", "gitea");
        put("forge.kind", "gitea");
        put("forge.baseUrl", "https://gitea.example.com");
        put("forge.owner", "acme");
        put("forge.name", "app");
        put("apiCredential.name", "gitea-bot");
        put("gitCredential.name", "gitea-bot");
        put("secretRef.name", "model-provider");
        put("requiredSecrets.name", "model-provider");
        put("requiredSecretRefs.name", "model-provider");
        put("key", "token");
        put("keys", "token");
        put("AgentSecretGrant.environment", "ANTHROPIC_API_KEY");
        put("events", "issue_comment.created");
        put("eventType", "issue_comment");
        put("command", "fix");
        put("title", "Division by zero in the calculator");
        put("ref", "refs/heads/main");
        put("head.ref", "fix/division");
        put("base.ref", "main");
        put("branches.include", "main");
        put("branches.exclude", "release/*");
        put("paths.include", "src/**");
        put("paths.exclude", "docs/**");
        put("paths", "docs/**");
        put("include.paths", "docs/**");
        put("exclude.paths", "drafts/**");
        put("allowedRefs.include", "main");
        put("allowedRefs.exclude", "release/*");
    }

    private static void run() {
        put("workItem", "issue/7");
        put("action", "issue-comment");
        put("target", "issue/7");
        put("targetRef.name", "pull-request/12");
        put("workspacePath", "app/claude-fix-1");
        put("patch", "--- a/notes.md\n+++ b/notes.md\n@@ -1 +1 @@\n-old\n+new\n");
    }

    private static void people() {
        put("requestedBy", "alice");
        put("requestedById", "7");
        put("login", "alice");
        put("author.id", "7");
        put("requester.id", "7");
        put("actor", "alice");
        put("assignees", "alice");
        put("milestone", "1.3");
        put("labels", "bug");
        put("labels.any", "agent");
        put("labels.none", "wontfix");
        put("actors.exclude", "renovate");
        put("repositories.include", "acme/*");
        put("repositories.exclude", "acme/sandbox");
        put("refs", "main");
        put("workflows", "build.yaml");
        put("jobs", "test");
        put("stages", "verify");
        put("failureSignature", "build.yaml/test/mvn verify");
        put("when", "event.repository == 'acme/app'");
        put("contextBundleTemplate.include", "diff");
    }

    private static void capabilities() {
        put("model", "claude-sonnet");
        put("modelOverride", "claude-haiku");
        put("memory.sourceRefs", "memory-source");
        put("toolRefs", "shell");
        put("requiredTools", "shell");
        put("AgentCapabilityRequirement.purpose", "tool");
        put("OrgSharingPolicy.purpose", "Both build with the same skills.");
        put("AgentRoleBinding.nativeRoleBindingName", "krate-fixer-runner");
        put("revision", "v1.2.0");
        put("requiredSecretRefs.purpose", "tool");
        put("requiredConfigRefs.purpose", "tool-config");
        put("requiredConfigRefs.name", "tool-settings");
        put("secretRefs.name", "docs-server");
        put("configMapRef.name", "tool-settings");
        put("configMapRefs.name", "docs-server");
        put("current.name", "gitea-webhook");
        put("previous.name", "gitea-webhook-before");
        put("graphKinds", "Decision");
        put("kinds", "Decision");
        put("owners", "platform");
        put("tags", "build");
        put("associations", "app");
        put("record", "decision-12");
        put("compareWith", "refs/tags/v1.2.0");
    }

    private static void records() {
        put("sourceRefs", "issue_comment/42");
        put("sourceEvent", "issue-comment-42");
        put("baseRef", "main");
        put("requireFor", "write-back");
        put("preview", "Adds a check for zero before the division.");
        put("policyVersion", "12");
        put("risks", "Writes to a branch.");
        put("suggestion", "Return early when the divisor is zero.");
        put("runtime", "process");
        put("runtimeSessionId", "session-1");
        put("dedupeKey", "app:issue/7");
        put("idempotencyKey", "dispatch-run/1/issue-7");
        put("signature", "valid");
        put("deliveryId", "d2f1c0de");
        put("externalId", "1201");
        put("cause", "push");
        put("details", "{}");
        put("head.repository", "acme/app");
        put("base.repository", "acme/app");
        put("reasons", "matched-tag");
        put("AgentRunJournalEvent.type", "task-finished");
        put("AgentArtifact.change", "created");
    }

    private static void words() {
        put("description", "What it is for, in a sentence.");
        put("displayName", "A name for people");
        put("reason", "Somebody asked for it.");
        put("message", "What happened, in a sentence.");
        put("summary", "What was found, in a sentence.");
        put("text", "division by zero");
        put("note", "Both are about the same fault.");
        put("conditions.type", "Ready");
        put("conditions.status", "True");
    }

    private static void put(String place, String text) {
        TEXTS.put(place, text);
    }

    /** The text for a field, by the longest known end of its place. */
    static Optional<String> text(String place, String field) {
        return longest(TEXTS, place, field);
    }

    /** The word for a field with a choice; empty if any will do. */
    static String choice(String place, String field) {
        return longest(CHOICES, place, field).orElse("");
    }

    private static Optional<String> longest(Map<String, String> known, String place, String field) {
        String kind = place.split("\\.", -1)[0];
        String near = place.substring(place.lastIndexOf('.') + 1);
        String inKind = kind.equals(near) ? kind : kind + "." + near;
        return Optional.ofNullable(known.get(inKind + "." + field))
                .or(() -> Optional.ofNullable(known.get(kind + "." + field)))
                .or(() -> Optional.ofNullable(known.get(near + "." + field)))
                .or(() -> Optional.ofNullable(known.get(field)));
    }
}
