package ai.a5c.krate.server.console;

import ai.a5c.krate.server.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An organization with runs in every state that the console must show. */
final class Sample {

    static final String HOSTILE =
            "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> [x](javascript:alert(1))";

    private final World world;

    Sample(World world) {
        this.world = world;
    }

    void fill() {
        run("run-01", "succeeded", "Button text is cut off on narrow screens", 8_000, Map.of());
        run(
                "run-02",
                "failed",
                "Flaky test in the parser",
                7_000,
                reason("WallClockExceeded", "the agent was stopped after 10 min"));
        run("run-03", "cancelled", "Upgrade the build image", 5_000, reason("Cancelled", "cancelled by ada"));
        run(
                "run-04",
                "blocked",
                "Read the release notes",
                4_000,
                reason(
                        "SecretNotGranted",
                        "stack claude-fix has no grant for secret npm-token; an administrator can add an AgentSecretGrant"));
        run("run-05", "queued", "Typo in the README", 300, Map.of("pendingGates", List.of("a free runner")));
        live();
        waiting();
    }

    private void live() {
        run("run-06", "running", HOSTILE, 95, Map.of());
        world.event("run-06", "phase", "running");
        world.event("run-06", "started", "claude on local");
        world.event("run-06", "message", "I will look at the failing test first. " + HOSTILE);
        world.event("run-06", "tool-call", "Bash: mvn -q test");
        world.event(
                "run-06", "tool-result", "[ERROR] ParserTest.cutsAtTheEnd:42 expected: <3> but was: <2>\n".repeat(12));
        world.event("run-06", "progress", "2 of 5 steps");
        conversation();
    }

    /** Three turns, a subagent and something that is missing. */
    private void conversation() {
        say("tool-call", HOSTILE, "1", Map.of("tool", "<b>Bash</b>", "toolCall", "a"));
        say("tool-result", "\u001b[2J\u001b]0;owned\u0007" + HOSTILE, "1", Map.of("toolCall", "a"));
        say("usage", "", "1", Map.of("costUsd", "0.0412", "tokens", "5120"));
        say("message", "A reviewer looks at it. " + HOSTILE, "2", Map.of());
        say("lane", "reviewer began", "2", Map.of("lane", "r-1", "laneName", "reviewer", "laneState", "started"));
        say("message", "I read **Parser**.", "2", Map.of("lane", "r-1"));
        say("message", " It is fine.", "2", Map.of("lane", "r-1", "delta", "true"));
        say("gap", "12 events are missing", "2", Map.of());
        say("usage", "", "2", Map.of("costUsd", "0.0088", "tokens", "900"));
        world.put(World.resource(
                "AgentSession",
                "acme",
                "run-06-1",
                Map.of(
                        "organizationRef", "acme",
                        "runtimeSessionId", "r-1",
                        "dispatchRun", "run-06",
                        "attempt", "run-06-1",
                        "runtime", "process",
                        "resumes", "run-02-1"),
                Map.of(
                        "phase",
                        "active",
                        "turns",
                        2,
                        "costUsd",
                        0.05,
                        "tokens",
                        6020,
                        "model",
                        "opus",
                        "agentSessionId",
                        "s-1")));
    }

    private void say(String type, String text, String turn, Map<String, String> details) {
        Map<String, Object> document = new LinkedHashMap<>(details);
        document.put("text", text);
        document.put("turn", turn);
        document.put("attempt", "1");
        world.event("run-06", type, document);
    }

    private void waiting() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("attempts", 1);
        status.put("lastAttempt", "succeeded");
        status.put(
                "writeBacks",
                List.of(
                        Map.of("ordinal", 1, "standing", "awaiting-approval"),
                        Map.of("ordinal", 2, "standing", "awaiting-approval")));
        status.put("costUsd", 0.1832);
        status.put("tokens", 48_211);
        status.put("permissionSnapshotDigest", "sha256:" + "5e".repeat(32));
        status.put("bindingDigest", "sha256:" + "ab".repeat(32));
        run("run-07", "waiting-for-approval", "The build is red since the last merge", 420, status);
        attempt();
        world.event("run-07", "phase", "running");
        world.event("run-07", "started", "claude on local");
        world.event(
                "run-07",
                "message",
                "The loop in `Parser.next` stops **one short** of the end.\n\nI will change it and run the tests.");
        world.event("run-07", "tool-call", "Edit: src/main/java/app/Parser.java");
        world.event("run-07", "tool-call", "Bash: mvn -q test");
        world.event("run-07", "tool-result", "Tests run: 12, Failures: 0");
        world.event(
                "run-07",
                "result",
                "## Diagnosis\n\nThe upper bound was `length - 1`. Now all 12 tests pass.\n\n- one line changed\n- no API change");
        world.event("run-07", "artifact", "patch, 1 file, +1 -1");
        world.event("run-07", "approval", "asks for approval to push a branch and to comment");
        patch();
        bundle();
        approval();
        writeBack("run-07-wb-1", 1, "branch-push", "krate/run-07", "requested", "");
        writeBack("run-07-wb-2", 2, "issue-comment", "#7", "requested", "https://gitea.example.com/acme/app/issues/7");
    }

    private void run(String name, String phase, String title, long secondsAgo, Map<String, Object> more) {
        Instant created = Instant.now().minusSeconds(secondsAgo);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("organizationRef", "acme");
        spec.put("repository", "app");
        spec.put("agentStack", "claude-fix");
        spec.put("taskKind", "issue-fix");
        spec.put("workItem", "issue/" + name.substring(5));
        spec.put("title", title);
        spec.put("requester", Map.of("login", "ada", "id", "1"));
        spec.put("trust", name.equals("run-04") ? "untrusted" : "trusted");
        spec.put("triggerRule", "claude-mention");
        spec.put("runnerPool", "local");
        spec.put("branch", "main");
        spec.put("sha", "4f0c2a9b7d1e".repeat(3) + "abcd");
        spec.put("contextBundleRef", name.equals("run-07") ? "bundle-07" : "");
        Map<String, Object> status = new LinkedHashMap<>(more);
        status.put("phase", phase);
        if (!phase.equals("queued") && !phase.equals("blocked")) {
            status.put("startedAt", created.plusSeconds(2).toString());
        }
        if (phase.equals("succeeded") || phase.equals("failed") || phase.equals("cancelled")) {
            status.put("finishedAt", created.plus(Duration.ofSeconds(254)).toString());
        }
        put("AgentDispatchRun", name, spec, status, created);
    }

    private static Map<String, Object> reason(String code, String message) {
        return Map.of("terminalReason", Map.of("code", code, "message", message));
    }

    private void put(String kind, String name, Map<String, Object> spec, Map<String, Object> status, Instant created) {
        Map<String, Object> document = World.resource(kind, "acme", name, spec, status);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", "acme");
        metadata.put("uid", "uid-" + name);
        metadata.put("generation", 1);
        metadata.put("creationTimestamp", created.toString());
        document.put("metadata", metadata);
        world.put(document);
    }

    private void attempt() {
        put(
                "AgentDispatchAttempt",
                "run-07-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "agentDispatchRun",
                        "run-07",
                        "number",
                        1,
                        "attemptReason",
                        "initial",
                        "runtime",
                        "process"),
                Map.of("phase", "succeeded"),
                Instant.now());
    }

    private void patch() {
        String text = """
                diff --git a/src/main/java/app/Parser.java b/src/main/java/app/Parser.java
                index 83db48f..bf269f4 100644
                --- a/src/main/java/app/Parser.java
                +++ b/src/main/java/app/Parser.java
                @@ -38,7 +38,7 @@ final class Parser {
                     int next() {
                         int count = 0;
                -        for (int i = 0; i < text.length() - 1; i++) {
                +        for (int i = 0; i < text.length(); i++) {
                             count += text.charAt(i) == ',' ? 1 : 0;
                         }
                         return count;
                """;
        put(
                "AgentArtifact",
                "artifact-07",
                Map.of(
                        "organizationRef", "acme",
                        "dispatchRun", "run-07",
                        "kind", "patch",
                        "digest",
                                world.blobs
                                        .put(text.getBytes(StandardCharsets.UTF_8))
                                        .text(),
                        "mediaType", "text/x-diff",
                        "bytes", text.length(),
                        "files",
                                List.of(
                                        Map.of(
                                                "path",
                                                "src/main/java/app/Parser.java",
                                                "change",
                                                "modify",
                                                "added",
                                                1,
                                                "deleted",
                                                1),
                                        Map.of(
                                                "path",
                                                ".gitea/workflows/build.yaml",
                                                "change",
                                                "modify",
                                                "added",
                                                0,
                                                "deleted",
                                                0,
                                                "warnings",
                                                List.of("CI definition")))),
                Map.of(),
                Instant.now());
    }

    private void bundle() {
        put(
                "AgentContextBundle",
                "bundle-07",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-07",
                        "digest",
                        "sha256:" + "c4".repeat(32),
                        "promptBytes",
                        9_321,
                        "sources",
                        List.of(
                                layer("system", "stack claude-fix", "trusted", 812, 0),
                                layer("work-item", "issue/7", "untrusted", 2_210, 512),
                                layer("ci-log", "build 81", "untrusted", 6_299, 120_000)),
                        "redactions",
                        Map.of("github-token", 2),
                        "findings",
                        List.of(Map.of("kind", "hidden HTML comment", "count", 1))),
                Map.of(),
                Instant.now());
    }

    private static Map<String, Object> layer(String layer, String origin, String trust, int bytes, int left) {
        return Map.of(
                "layer",
                layer,
                "origin",
                origin,
                "trust",
                trust,
                "digest",
                "sha256:" + "d0".repeat(32),
                "bytes",
                bytes,
                "truncatedBytes",
                left);
    }

    private void approval() {
        String digest = "sha256:" + "f1".repeat(32);
        put(
                "AgentApproval",
                "approval-07",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-07",
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "workItem",
                        "issue/7",
                        "bindingDigest",
                        "sha256:" + "ab".repeat(32),
                        "headSha",
                        "4f0c2a9b7d1e".repeat(3) + "abcd",
                        "risks",
                        List.of("changes a CI definition: .gitea/workflows/build.yaml"),
                        "expiresAt",
                        Instant.now().plusSeconds(80_000).toString(),
                        "actions",
                        List.of(
                                Map.of(
                                        "ordinal",
                                        1,
                                        "action",
                                        "branch-push",
                                        "target",
                                        "krate/run-07",
                                        "digest",
                                        digest,
                                        "preview",
                                        "1 file changed, 1 insertion(+), 1 deletion(-)"),
                                Map.of(
                                        "ordinal",
                                        2,
                                        "action",
                                        "issue-comment",
                                        "target",
                                        "#7",
                                        "digest",
                                        digest,
                                        "preview",
                                        "The upper bound was `length - 1`. Now all 12 tests pass."))),
                Map.of("phase", "pending"),
                Instant.now().minusSeconds(130));
    }

    private void writeBack(String name, int ordinal, String action, String target, String phase, String url) {
        put(
                "AgentWriteBack",
                name,
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-07",
                        "ordinal",
                        ordinal,
                        "action",
                        action,
                        "target",
                        target),
                Map.of("phase", phase, "url", url),
                Instant.now());
    }
}
