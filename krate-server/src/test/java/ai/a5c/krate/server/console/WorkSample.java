package ai.a5c.krate.server.console;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An organization in which agents can be dispatched, with a failed run about an issue, and what belongs to that. */
final class WorkSample {

    private final World world;
    private String head = "";

    WorkSample(World world) {
        this.world = world;
    }

    void fill() {
        head = world.repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "# App\n"));
        put("Repository", "app", Map.of("cloneUrl", "https://git.example.com/acme/app.git", "defaultBranch", "main"));
        put(
                "AgentServiceAccount",
                "fixer",
                Map.of(
                        "namespace", "acme",
                        "serviceAccountName", "krate-fixer",
                        "trustTier", "trusted",
                        "allowedRepositories", List.of("app"),
                        "allowedRunnerPools", List.of("local")));
        put("RunnerPool", "local", Map.of("maxReplicas", 2, "trustTier", "trusted", "serviceAccountRef", "fixer"));
        put("AgentStack", "claude-fix", stack());
        put(
                "RepositoryPermission",
                "writer",
                Map.of(
                        "repository",
                        "app",
                        "subject",
                        Map.of("kind", "user", "name", "acme-writer"),
                        "permission",
                        "write"));
        run();
        links();
        lanes();
    }

    private static Map<String, Object> stack() {
        return Map.of(
                "baseAgent", "claude-code",
                "adapter", "claude",
                "runnerPool", "local",
                "limits", Map.of("wallClock", "30m", "turns", 40, "costUsd", 2.5),
                "runtimeIdentity", Map.of("serviceAccountRef", "fixer"));
    }

    private void run() {
        Map<String, Object> spec = new LinkedHashMap<>(spec("The build is red"));
        String snapshot = world.blobs
                .put(Json.write(World.resource("AgentStack", "acme", "claude-fix", stack(), Map.of()))
                        .getBytes(StandardCharsets.UTF_8))
                .text();
        spec.put("stackSnapshot", snapshot);
        spec.put("request", Map.of("budgetUsd", 5));
        world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                "run-1",
                spec,
                Map.of(
                        "phase",
                        "failed",
                        "attempts",
                        1,
                        "lastAttempt",
                        "failed",
                        "stateGeneration",
                        5,
                        "costUsd",
                        1.25,
                        "failure",
                        Map.of(
                                "failureClass",
                                "rate-limited",
                                "advice",
                                "Wait, or use another account. " + Sample.HOSTILE,
                                "retryAt",
                                "2026-11-22T12:30:00Z"))));
        world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                "run-0",
                spec("An earlier look " + Sample.HOSTILE),
                Map.of("phase", "cancelled")));
        world.put(World.resource(
                "AgentDispatchAttempt",
                "acme",
                "run-1-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "agentDispatchRun",
                        "run-1",
                        "number",
                        1,
                        "attemptReason",
                        "initial",
                        "agentStackSnapshot",
                        snapshot,
                        "runnerPool",
                        "local"),
                Map.of(
                        "phase",
                        "failed",
                        "agentSessionId",
                        "session-1",
                        "capabilities",
                        List.of("continue", "fork", "resume"),
                        "costUsd",
                        1.25,
                        "progress",
                        Map.of("turns", 12, "outputBytes", 20_480),
                        "startedAt",
                        Instant.now().minus(Duration.ofMinutes(65)).toString(),
                        "finishedAt",
                        Instant.now().minus(Duration.ofHours(1)).toString())));
    }

    private Map<String, Object> spec(String title) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("organizationRef", "acme");
        spec.put("repository", "app");
        spec.put("agentStack", "claude-fix");
        spec.put("taskKind", "issue-fix");
        spec.put("workItem", "issue/7");
        spec.put("title", title);
        spec.put("sourceRefs", List.of("event-1"));
        spec.put("branch", "main");
        spec.put("sha", head);
        spec.put("requester", Map.of("login", "ada", "id", "1"));
        spec.put("trust", "trusted");
        spec.put("runnerPool", "local");
        return spec;
    }

    private void links() {
        Map<String, Object> item = Map.of("repository", "app", "kind", "issue", "number", 7);
        put(
                "WorkItemSessionLink",
                "session-link",
                Map.of("workItemRef", item, "agentSession", "session-of-run-0", "dispatchRun", "run-0"));
        put("WorkItemWorkspaceLink", "workspace-link", Map.of("workItemRef", item, "workspace", "tree-of-issue-7"));
        Map<String, Object> other = Map.of("repository", "app", "kind", "issue", "number", 70);
        put("WorkItemWorkspaceLink", "other-link", Map.of("workItemRef", other, "workspace", "tree-of-issue-70"));
    }

    private void lanes() {
        world.event(
                "run-1",
                "lane",
                Map.of("text", Sample.HOSTILE, "lane", "r-1", "laneName", "reviewer", "laneState", "started"));
        world.event(
                "run-1",
                "lane",
                Map.of(
                        "text",
                        "asked",
                        "lane",
                        "t-1",
                        "laneName",
                        "tester",
                        "laneState",
                        "started",
                        "childRun",
                        "run-0"));
    }

    private void put(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> whole = new LinkedHashMap<>(spec);
        whole.put("organizationRef", "acme");
        world.put(World.resource(kind, "acme", name, whole, Map.of()));
    }
}
