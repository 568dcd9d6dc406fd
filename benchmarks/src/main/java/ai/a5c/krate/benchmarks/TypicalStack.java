package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.ActorFact;
import ai.a5c.krate.review.ConfigFact;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.review.ReviewFacts;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.review.SecretFact;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An organization with 200 grants and a stack with three MCP servers, five skills and three subagents that need keys of
 * nine secrets and three ConfigMaps.
 */
final class TypicalStack {

    static final String NAME = "fix";
    static final String REPOSITORY = "acme/app";

    private static final int GRANTS = 200;

    private final List<Permit> permits = new ArrayList<>();

    /** With {@code unrelated} further grants about what the stack does not need. */
    TypicalStack(int unrelated) {
        permits.addAll(needs());
        for (int number = 0; permits.size() < GRANTS / 2; number++) {
            Permit shared = needs().get(number % needs().size());
            permits.add(shared.forStack("stack-" + number, "shared-" + number));
        }
        for (int number = 0; permits.size() < GRANTS + unrelated; number++) {
            permits.add(new Permit("other-" + number, "stack-" + number, "secret", "other-" + number, "tool"));
        }
        Collections.shuffle(permits, new Random(1));
    }

    /** What the stack needs, each granted. */
    static List<Permit> needs() {
        List<Permit> needs = new ArrayList<>();
        needs.add(need("secret", "model", "model-provider-token"));
        for (int number = 0; number < 3; number++) {
            needs.add(need("secret", "server-" + number, "mcp-server"));
            needs.add(need("config", "server-" + number, "mcp-config"));
        }
        for (int number = 0; number < 5; number++) {
            needs.add(need("secret", "skill-" + number, "skill"));
        }
        return needs;
    }

    private static Permit need(String kind, String object, String purpose) {
        return new Permit("%s-%s".formatted(kind, object), NAME, kind, object, purpose);
    }

    /** Every grant of the organization. */
    List<Permit> permits() {
        return permits;
    }

    /** Takes the grant about {@code object} away. */
    void revoke(String object) {
        permits.removeIf(
                permit -> permit.stack().equals(NAME) && permit.object().equals(object));
    }

    static ReviewRequest request() {
        return new ReviewRequest(
                "acme",
                REPOSITORY,
                Optional.of("main"),
                Optional.of("0".repeat(40)),
                "alice",
                NAME,
                Source.PR_COMMENT,
                TaskKind.REVIEW,
                "",
                Trust.TRUSTED,
                Moment.CREATE_DISPATCH);
    }

    ReviewFacts facts() {
        List<Resource> resources = new ArrayList<>(parts());
        permits.forEach(permit -> resources.add(grant(permit)));
        return new ReviewFacts(
                Policy.of("acme", resources),
                needs().stream()
                        .filter(need -> need.kind().equals("secret"))
                        .map(need -> new SecretFact("acme", need.object(), Set.of(Permit.KEY), "v1"))
                        .toList(),
                needs().stream()
                        .filter(need -> need.kind().equals("config"))
                        .map(need -> new ConfigFact("acme", need.object(), Set.of(Permit.KEY), "v1"))
                        .toList(),
                List.of(),
                ActorFact.STRANGER,
                Optional.of(Set.of("cancel", "mcp", "skills", "subagents")),
                Set.of(),
                Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static Resource grant(Permit permit) {
        boolean secret = permit.kind().equals("secret");
        return read(
                secret ? "AgentSecretGrant" : "AgentConfigGrant",
                permit.name(),
                "{ subject: { kind: agent-stack, name: %s }, %s: { name: %s, keys: [%s] }, purpose: %s, allowedRepositories: ['%s'] }"
                        .formatted(
                                permit.stack(),
                                secret ? "secretRef" : "configMapRef",
                                permit.object(),
                                Permit.KEY,
                                permit.purpose(),
                                Permit.REPOSITORIES));
    }

    private static List<Resource> parts() {
        String account = "{ namespace: acme, serviceAccountName: krate, allowedRepositories: ['acme/*'],"
                + " allowedRunnerPools: [local], trustTier: trusted }";
        List<Resource> parts = new ArrayList<>(
                List.of(
                        read(
                                "AgentStack",
                                NAME,
                                "{ baseAgent: claude-code, adapter: claude, provider: anthropic, runnerPool: local,"
                                        + " runtimeIdentity: { serviceAccountRef: fixer },"
                                        + " requiredSecrets: [ { name: model, keys: [token], purpose: model-provider-token } ],"
                                        + " mcpServerRefs: [server-0, server-1, server-2],"
                                        + " skillRefs: [skill-0, skill-1, skill-2, skill-3, skill-4],"
                                        + " subagentRefs: [helper-0, helper-1, helper-2] }"),
                        read("AgentServiceAccount", "fixer", account),
                        read("AgentServiceAccount", "runner", account),
                        read(
                                "RunnerPool",
                                "local",
                                "{ maxReplicas: 1, serviceAccountRef: runner, trustTier: trusted }"),
                        read(
                                "Repository",
                                "app",
                                "{ cloneUrl: 'https://gitea.example.com/acme/app.git', forge: { kind: gitea, owner: acme, name: app } }")));
        parts.addAll(numbered("AgentMcpServer", "server", 3, """
                { transport: stdio, scope: organization, command: mcp,
                  secretRefs: [ { name: server-%1$d, keys: [token] } ],
                  configMapRefs: [ { name: server-%1$d, keys: [token] } ] }"""));
        parts.addAll(numbered("AgentSkill", "skill", 5, """
                { format: inline, inline: How to deploy., requiredSecretRefs: [ { name: skill-%d, keys: [token] } ] }"""));
        parts.addAll(numbered("AgentSubagent", "helper", 3, """
                { rolePrompt: You review., taskKinds: [review], skillRefs: [skill-%1$d], mcpServerRefs: [server-%1$d] }"""));
        return parts;
    }

    private static List<Resource> numbered(String kind, String name, int count, String spec) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        read(kind, name + "-" + number, spec.formatted(number).replace("\n", " ")))
                .toList();
    }

    private static Resource read(String kind, String name, String spec) {
        return ResourceCodec.parse(
                Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: %s
                        metadata: { name: %s }
                        spec: %s
                        """.formatted(kind, name, spec)).get(0), "acme");
    }
}
