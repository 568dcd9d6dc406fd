package ai.a5c.krate.server.console;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The quickstart's resources without their grant, rules in every state, and decisions and deliveries of every kind. */
final class PolicySample {

    static final String SECRET_VALUE = "sk-this-must-never-be-seen-0123456789";

    private static final Path QUICKSTART = Path.of("../examples/quickstart/resources");

    private final World world;

    PolicySample(World world) {
        this.world = world;
    }

    void fill() {
        for (String file : List.of("agent.yaml", "repository.yaml", "rule.yaml")) {
            for (Map<String, Object> document : documents(file)) {
                if (!"AgentSecretGrant".equals(document.get("kind"))) {
                    owned(document);
                }
            }
        }
        world.forge.says("write");
        world.secrets.with("acme", "model-provider", "api-key", SECRET_VALUE);
        world.secrets.with("acme", "gitea-bot", "token", SECRET_VALUE);
        world.repositories.commitOnRemote("acme/app", "main", Map.of("a.txt", "one\n"));
        put(
                "AgentStack",
                "reviewer",
                Map.of(
                        "displayName",
                        "Reviews " + Sample.HOSTILE,
                        "baseAgent",
                        "codex",
                        "adapter",
                        "command",
                        "runtimeIdentity",
                        Map.of("serviceAccountRef", "fixer"),
                        "runnerPool",
                        "local"),
                Map.of(
                        "conditions",
                        List.of(Map.of(
                                "type", "Ready", "status", "True", "reason", "Reviewed", "message", Sample.HOSTILE))));
        put("Team", "platform", Map.of("displayName", Sample.HOSTILE, "members", List.of("ada")), Map.of());
        deployer();
        rules();
        executions();
        deliveries();
    }

    private static List<Map<String, Object>> documents(String file) {
        try {
            return Documents.read(Files.readString(QUICKSTART.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stack that needs a role and a ConfigMap that nobody gave it. */
    private void deployer() {
        Map<String, Object> rule =
                Map.of("apiGroups", List.of("apps"), "resources", List.of("deployments"), "verbs", List.of("patch"));
        put("Role", "deploy", Map.of("rules", List.of(rule)), Map.of());
        put(
                "AgentToolProfile",
                "deploying",
                Map.of(
                        "filesystemPolicy",
                        "no-fs",
                        "approvalPolicyByTool",
                        Map.of("shell", "ask"),
                        "requiredRoles",
                        List.of("deploy")),
                Map.of());
        put(
                "AgentSkill",
                "rollout",
                Map.of(
                        "format",
                        "inline",
                        "inline",
                        "Roll out slowly.",
                        "requiredConfigRefs",
                        List.of(Map.of("name", "clusters", "keys", List.of("names")))),
                Map.of());
        put(
                "AgentStack",
                "deployer",
                Map.of(
                        "baseAgent",
                        "codex",
                        "adapter",
                        "command",
                        "runtimeIdentity",
                        Map.of("serviceAccountRef", "fixer"),
                        "runnerPool",
                        "local",
                        "toolProfileRef",
                        "deploying",
                        "skillRefs",
                        List.of("rollout")),
                Map.of());
    }

    private void rules() {
        for (String state : List.of("draft", "paused", "disabled", "archived")) {
            put(
                    "AgentTriggerRule",
                    "rule-" + state,
                    Map.of(
                            "lifecycleState",
                            state,
                            "sources",
                            List.of("pull-request", "label"),
                            "match",
                            Map.of("labels", Map.of("any", List.of("agent:fix", Sample.HOSTILE))),
                            "agentStack",
                            "reviewer",
                            "taskKind",
                            "review"),
                    Map.of());
        }
    }

    private void executions() {
        execution("created", "run-07", "Created", "a run of stack claude-fix was created");
        execution("coalesced", "run-07", "SameRequest", "run-07 does this already; the comment was added to it");
        execution("rejected", "", "RateLimited", "20 runs in an hour are enough; 34 more were counted in this window");
        execution("queued", "run-05", "WorkItemBusy", "run-07 works on issue/5; this one is next");
        execution("awaiting-approval", "", "UntrustedActor", "mallory is an outsider; a maintainer is asked");
        execution("suppressed", "", "OwnEcho", Sample.HOSTILE);
    }

    private void execution(String decision, String run, String code, String message) {
        put(
                "AgentTriggerExecution",
                "execution-" + decision,
                Map.of(
                        "organizationRef",
                        "acme",
                        "triggerRule",
                        "claude-mention",
                        "sourceEvent",
                        "event-1",
                        "decision",
                        decision,
                        "delivery",
                        "delivery-1",
                        "workItem",
                        "issue/7",
                        "dispatchRun",
                        run,
                        "reasons",
                        List.of(Map.of("code", code, "message", message)),
                        "decidedAt",
                        Instant.now().minusSeconds(200).toString()),
                Map.of());
    }

    private void deliveries() {
        delivery("delivery-1", payload("@claude fix this", 77), "created", List.of());
        delivery(
                "delivery-2",
                payload("nothing for you", 78),
                "unmatched",
                List.of(Map.of("code", "NoRuleMatches", "message", "no rule matches: " + Sample.HOSTILE)));
    }

    private void delivery(String name, String body, String decision, List<Map<String, Object>> reasons) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        put(
                "WebhookDelivery",
                name,
                Map.of(
                        "organizationRef",
                        "acme",
                        "subscription",
                        "gitea",
                        "eventType",
                        "issue_comment",
                        "deliveryId",
                        "2f174f51-" + name,
                        "headers",
                        Map.of("x-gitea-event", "issue_comment"),
                        "bodyDigest",
                        world.blobs.put(bytes).text(),
                        "bodyBytes",
                        bytes.length,
                        "signature",
                        "valid",
                        "receivedAt",
                        Instant.now().minusSeconds(260).toString()),
                Map.of(
                        "phase",
                        "decided",
                        "decision",
                        decision,
                        "reasons",
                        reasons,
                        "executions",
                        decision.equals("created") ? List.of("execution-created", "execution-coalesced") : List.of(),
                        "runs",
                        decision.equals("created") ? List.of("run-07") : List.of()));
    }

    /** A comment on an issue as Gitea sends it. */
    static String payload(String comment, int issue) {
        Map<String, Object> alice = Map.of("id", 2, "login", "alice", "username", "alice");
        Map<String, Object> owner = Map.of("id", 6, "login", "acme", "username", "acme");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("action", "created");
        document.put(
                "issue",
                Map.of(
                        "id",
                        1,
                        "number",
                        issue,
                        "user",
                        alice,
                        "title",
                        "Crash on start " + Sample.HOSTILE,
                        "body",
                        "It crashes.",
                        "labels",
                        List.of(),
                        "state",
                        "open",
                        "updated_at",
                        "2026-11-22T15:01:41Z"));
        document.put("comment", Map.of("id", 3, "user", alice, "body", comment, "updated_at", "2026-11-22T15:01:41Z"));
        document.put(
                "repository",
                Map.of(
                        "id", 1,
                        "owner", owner,
                        "name", "app",
                        "full_name", "acme/app",
                        "default_branch", "main"));
        document.put("sender", alice);
        document.put("is_pull", false);
        return Json.write(document);
    }

    private void put(String kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        owned(World.resource(kind, "acme", name, spec, status));
    }

    /** Stores a document as admission would have left it. */
    private void owned(Map<String, Object> document) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("organizationRef", "acme");
        if (document.get("spec") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> spec.put(String.valueOf(name), value));
        }
        Map<String, Object> whole = new LinkedHashMap<>(document);
        whole.put("spec", spec);
        world.put(whole);
    }
}
