package io.jenkins.plugins.krate.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runs, approvals and artifacts of a stand-in, and what the API says of them. */
public final class Answers {

    private static final Pattern PATH =
            Pattern.compile("/api/orgs/acme/agents/([a-z]+)(?:/([^/?]+))?(?:/([^?]+))?(?:\\?.*)?");

    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> runs = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> approvals = new ConcurrentHashMap<>();
    private final Map<String, String> artifacts = new ConcurrentHashMap<>();
    private volatile String firstPhase = "queued";

    /** Has runs begin in {@code phase}. */
    public void runsBeginAs(String phase) {
        firstPhase = phase;
    }

    /** Puts a run into {@code phase}. */
    public void run(String name, String phase, String... artifactNames) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("phase", phase);
        status.put("artifacts", List.of(artifactNames));
        runs.put(
                name,
                Map.of(
                        "metadata", Map.of("name", name),
                        "spec", Map.of("agentStack", "mender", "taskKind", "diagnosis"),
                        "status", status));
    }

    /** The names of the runs that were dispatched. */
    public List<String> dispatched() {
        return keys.values().stream().sorted().toList();
    }

    /** Puts bytes behind the name of an artifact. */
    public void artifact(String name, String text) {
        artifacts.put(name, text);
    }

    /** Asks something about a run. */
    public void approval(String name, String run, String standing, String digest, String preview) {
        approvals.put(
                name,
                Map.of(
                        "metadata", Map.of("name", name),
                        "spec",
                                Map.of(
                                        "dispatchRun",
                                        run,
                                        "action",
                                        "write-back",
                                        "requestedBy",
                                        "ada",
                                        "bindingDigest",
                                        digest,
                                        "approvals",
                                        1,
                                        "risks",
                                        List.of("changes the build"),
                                        "actions",
                                        List.of(Map.of(
                                                "ordinal",
                                                1,
                                                "action",
                                                "branch-push",
                                                "target",
                                                "krate/" + run,
                                                "preview",
                                                preview))),
                        "status", Map.of("phase", standing)));
    }

    Reply to(Asked asked) {
        if (asked.path().equals("/api/orgs/acme")) {
            return Reply.json(200, Map.of("slug", "acme", "namespace", "acme"));
        }
        Matcher matcher = PATH.matcher(asked.path());
        if (!matcher.matches()) {
            return missing();
        }
        String name = String.valueOf(matcher.group(2));
        String more = String.valueOf(matcher.group(3));
        return switch (matcher.group(1)) {
            case "runs" -> asked.method().equals("POST") ? post(asked, name, more) : get(name, more);
            case "approvals" -> approvals(asked, name);
            default -> missing();
        };
    }

    private Reply post(Asked asked, String name, String more) {
        if (more.equals("cancel")) {
            run(name, "cancelled");
            return Reply.json(200, runs.getOrDefault(name, Map.of()));
        }
        String key = asked.header("idempotency-key");
        boolean known = keys.containsKey(key);
        String run = keys.computeIfAbsent(key, none -> "run-" + (keys.size() + 1));
        if (!known) {
            run(run, firstPhase);
        }
        return Reply.json(known ? 200 : 201, runs.getOrDefault(run, Map.of()));
    }

    private Reply get(String name, String more) {
        if (more.startsWith("artifacts/")) {
            String text = artifacts.get(more.substring("artifacts/".length()));
            return text == null ? missing() : Reply.text(200, "text/plain; charset=utf-8", text);
        }
        Map<String, Object> run = runs.get(name);
        return run == null ? missing() : Reply.json(200, run);
    }

    private Reply approvals(Asked asked, String name) {
        if (!asked.method().equals("POST")) {
            return Reply.json(200, Map.of("items", List.copyOf(approvals.values()), "next", ""));
        }
        Map<String, Object> approval = approvals.get(name);
        String digest = String.valueOf(asked.json().get("bindingDigest"));
        if (approval == null) {
            return missing();
        }
        Map<?, ?> spec = (Map<?, ?>) approval.getOrDefault("spec", Map.of());
        if (!digest.equals(spec.get("bindingDigest"))) {
            return Reply.error(409, "STALE", "it is about something else by now");
        }
        String standing = "approve".equals(asked.json().get("decision")) ? "approved" : "denied";
        Map<String, Object> decided = new LinkedHashMap<>(approval);
        decided.put("status", Map.of("phase", standing));
        approvals.put(name, decided);
        return Reply.json(200, decided);
    }

    private static Reply missing() {
        return Reply.error(404, "NOT_FOUND", "it is not there");
    }
}
