package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;

/** Makes the deliveries of what happens in the stand-in, in the captured shapes. */
final class StandInEvents {

    private static final String PUSH = """
            {"ref":"","before":"","after":"","compare_url":"","commits":[],"total_commits":1,"head_commit":null}
            """;
    private static final String COMMIT = """
            {"id":"","message":"Change something\\n","url":"","author":null,"committer":null,"verification":null,
            "timestamp":"","added":[],"removed":[],"modified":[]}
            """;

    private final StandInForge forge;
    private final Map<String, Object> repository;
    private final StandInHooks hooks;
    private final StandInVersion version;

    StandInEvents(StandInForge forge, Map<String, Object> repository, StandInHooks hooks, StandInVersion version) {
        this.forge = forge;
        this.repository = repository;
        this.hooks = hooks;
        this.version = version;
    }

    /**
     * Something happened to an issue or pull request.
     *
     * @param type what the delivery's type ends in, such as {@code label}; empty for none
     */
    void item(String action, String type, StandInItem item, String sender) {
        String event = item.isPull() ? "pull_request" : "issues";
        String member = item.isPull() ? "pull_request_" : "issue_";
        Map<String, Object> body = StandInJson.of("action", action, "number", item.number());
        if (item.isPull()) {
            body.put("pull_request", item.pullJson().orElseThrow());
            body.put("requested_reviewer", null);
        } else {
            body.put("issue", item.json());
        }
        finish(body, sender);
        body.put("commit_id", "");
        if (item.isPull()) {
            body.put("review", null);
        }
        hooks.happened(event, type.isEmpty() ? event : member + type, body);
    }

    /** Something happened to a comment. */
    void comment(String action, StandInComment comment, String sender) {
        StandInItem item = forge.need(comment.number());
        Map<String, Object> body =
                StandInJson.of("action", action, "issue", item.json(), "comment", forge.json(comment));
        if (item.isPull() && version == StandInVersion.HEAD) {
            body.put("pull_request", item.pullJson().orElseThrow());
        }
        finish(body, sender);
        body.put("is_pull", item.isPull());
        hooks.happened("issue_comment", item.isPull() ? "pull_request_comment" : "issue_comment", body);
    }

    /**
     * A review was handed in.
     *
     * @param verdict approved, rejected or comment
     * @param content what was written to the whole; inline comments are not told
     */
    void review(String verdict, String content, StandInItem pull, String sender) {
        String type = "pull_request_review_" + verdict;
        Map<String, Object> body = StandInJson.of(
                "action",
                "reviewed",
                "number",
                pull.number(),
                "pull_request",
                pull.pullJson().orElseThrow(),
                "requested_reviewer",
                null);
        finish(body, sender);
        body.put("commit_id", "");
        body.put("review", StandInJson.of("type", type, "content", content));
        hooks.happened("pull_request_" + verdict, type, body);
    }

    /** Somebody pushed. */
    void push(String login, String ref, String before, String after, List<String> paths) {
        Map<String, Object> commit = commit(login, after, paths);
        Map<String, Object> body = Json.readObject(PUSH);
        body.put("ref", ref);
        body.put("before", before);
        body.put("after", after);
        body.put("compare_url", "%s/compare/%s...%s".formatted(repository.get("html_url"), before, after));
        body.put("commits", List.of(commit));
        body.put("head_commit", commit);
        body.put("repository", repository);
        body.put("pusher", forge.accounts().user(login));
        body.put("sender", forge.accounts().user(login));
        hooks.happened("push", "push", body);
    }

    private Map<String, Object> commit(String login, String sha, List<String> paths) {
        Map<String, Object> person = StandInJson.of("name", login, "email", login + "@example.test", "username", login);
        Map<String, Object> commit = Json.readObject(COMMIT);
        commit.put("id", sha);
        commit.put("url", repository.get("html_url") + "/commit/" + sha);
        commit.put("author", person);
        commit.put("committer", person);
        commit.put("timestamp", forge.now().toString());
        commit.put("modified", paths);
        return commit;
    }

    /** Tells of something in a shape of the caller's, with repository and sender put to it. */
    void happened(String event, Map<String, Object> body, String sender) {
        finish(body, sender);
        hooks.happened(event, event, body);
    }

    private void finish(Map<String, Object> body, String sender) {
        body.put("repository", repository);
        body.put("sender", forge.accounts().user(sender));
    }
}
