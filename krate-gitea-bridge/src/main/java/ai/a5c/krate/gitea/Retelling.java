package ai.a5c.krate.gitea;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeFeed.Change;
import ai.a5c.krate.source.ForgeFeed.Head;
import ai.a5c.krate.source.ForgeFeed.Told;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what Gitea lists the deliveries that it would have made.
 *
 * <p>Gitea does not tell who edited a text or moved a head. Of what may have been changed since it was written nobody is
 * said to have sent it, so that nobody's rights are lent to another's words.
 */
final class Retelling {

    /** Gitea itself opens pull requests in one second and notes it in the next. */
    private static final Duration BIRTH = Duration.ofSeconds(2);

    /** A review is delivered with the time of its pull request, which may be that of the second before. */
    private static final List<Integer> NEAR = List.of(-2, -1, 1, 2);

    private static final Map<String, Object> NOBODY = Map.of("id", -1, "login", "Ghost", "username", "Ghost");
    private static final Map<String, String> VERDICTS =
            Map.of("APPROVED", "approved", "REQUEST_CHANGES", "rejected", "COMMENT", "comment");

    private final JsonApi api;
    private final Instant since;
    private final Map<String, Map<String, Object>> known = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private Instant latest = Instant.MIN;

    Retelling(JsonApi api, Instant since) {
        this.api = api;
        this.since = since;
    }

    List<Change> changes() {
        return changes;
    }

    /** When the latest of what was added changed. */
    Optional<Instant> latest() {
        return Optional.of(latest).filter(time -> !time.equals(Instant.MIN));
    }

    void issue(Map<String, Object> issue) {
        note(issue);
        if (isNew(issue)) {
            add("issues", "issues", item("opened", "issue", issue, author(issue)));
        }
        label(issue, "issue", () -> issue);
    }

    void comment(Map<String, Object> comment) {
        note(comment);
        String url = Objects.toString(comment.get("pull_request_url"), "");
        boolean pull = !url.isEmpty();
        String number = number(pull ? url : Objects.toString(comment.get("issue_url"), ""));
        Map<String, Object> issue = get("/issues/" + number);
        if (number.isEmpty() || issue.isEmpty()) {
            return;
        }
        String type = pull ? "pull_request_comment" : "issue_comment";
        boolean edited = !Objects.equals(comment.get("created_at"), comment.get("updated_at"));
        Told created = told("issue_comment", type, said("created", issue, comment, pull));
        Told last = told("issue_comment", type, said("edited", issue, comment, pull));
        changes.add(new Change(created, edited ? Optional.of(last) : Optional.empty(), Optional.empty()));
    }

    void pull(Map<String, Object> issue) {
        note(issue);
        String number = Objects.toString(issue.get("number"), "");
        Map<String, Object> pull = get("/pulls/" + number);
        if (pull.isEmpty()) {
            return;
        }
        if (isNew(issue)) {
            add("pull_request", "pull_request", item("opened", "pull_request", pull, author(pull)));
        }
        String sha = Objects.toString(JsonApi.asObject(pull.get("head")).get("sha"), "");
        Told moved = told("pull_request", "pull_request_sync", item("synchronized", "pull_request", pull, NOBODY));
        changes.add(new Change(moved, Optional.empty(), Optional.of(new Head(whole(issue.get("number")), sha))));
        label(issue, "pull_request", () -> pull);
        JsonApi.Reply reviews = api.get(api.repository("/pulls/%s/reviews?limit=50".formatted(number)));
        reviews.objects().forEach(review -> review(pull, review));
    }

    private void review(Map<String, Object> pull, Map<String, Object> review) {
        String verdict = VERDICTS.get(Objects.toString(review.get("state"), ""));
        Instant at = time(review, "submitted_at");
        if (verdict == null || at.isBefore(since)) {
            return;
        }
        List<Told> alike = NEAR.stream()
                .map(seconds -> review(verdict, pull, review, at.plusSeconds(seconds)))
                .toList();
        changes.add(new Change(review(verdict, pull, review, at), Optional.empty(), Optional.empty(), alike));
    }

    private Told review(String verdict, Map<String, Object> pull, Map<String, Object> review, Instant at) {
        Map<String, Object> then = new LinkedHashMap<>(pull);
        then.put("updated_at", at.toString());
        boolean same = Objects.equals(review.get("submitted_at"), review.get("updated_at"));
        Map<String, Object> body = item("reviewed", "pull_request", then, same ? author(review) : NOBODY);
        String type = "pull_request_review_" + verdict;
        body.put("review", Map.of("type", type, "content", Objects.toString(review.get("body"), "")));
        return told("pull_request_" + verdict, type, body);
    }

    /** The last time that labels were changed, if it was since then; what labels there were before is past. */
    private void label(Map<String, Object> issue, String member, Supplier<Map<String, Object>> shown) {
        if (!(issue.get("labels") instanceof List<?> labels) || labels.isEmpty()) {
            return;
        }
        String path = "/issues/%s/timeline?limit=50&since=%s"
                .formatted(issue.get("number"), URLEncoder.encode(since.toString(), StandardCharsets.UTF_8));
        List<Map<String, Object>> entries = api.need(api.repository(path)).objects().stream()
                .filter(entry -> Objects.equals(entry.get("type"), "label"))
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        Map<String, Object> entry = entries.get(entries.size() - 1);
        Map<String, Object> then = new LinkedHashMap<>(shown.get());
        then.put("updated_at", entry.get("created_at"));
        boolean pull = member.equals("pull_request");
        add(
                pull ? "pull_request" : "issues",
                member.equals("issue") ? "issue_label" : "pull_request_label",
                item("label_updated", member, then, author(entry)));
    }

    private Map<String, Object> item(
            String action, String member, Map<String, Object> shown, Map<String, Object> sender) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("action", action);
        body.put("number", shown.get("number"));
        body.put(member, shown);
        body.put("repository", get(""));
        body.put("sender", action.equals("opened") && !isUntouched(shown) ? NOBODY : sender);
        return body;
    }

    private Map<String, Object> said(
            String action, Map<String, Object> issue, Map<String, Object> comment, boolean pull) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("action", action);
        body.put("issue", issue);
        body.put("comment", comment);
        body.put("repository", get(""));
        body.put("sender", isUntouched(comment) ? author(comment) : NOBODY);
        body.put("is_pull", pull);
        return body;
    }

    private void add(String event, String type, Map<String, Object> body) {
        changes.add(Change.of(told(event, type, body)));
    }

    private static Told told(String event, String type, Map<String, Object> body) {
        return new Told(
                type,
                Map.of("x-gitea-event", event, "x-gitea-event-type", type, "content-type", "application/json"),
                Json.write(body));
    }

    private boolean isNew(Map<String, Object> thing) {
        return !time(thing, "created_at").isBefore(since);
    }

    private static boolean isUntouched(Map<String, Object> thing) {
        Instant earliest = time(thing, "created_at");
        return !time(thing, "updated_at").isAfter(earliest.plus(thing.containsKey("number") ? BIRTH : Duration.ZERO));
    }

    private void note(Map<String, Object> thing) {
        Instant changed = time(thing, "updated_at");
        latest = changed.isAfter(latest) ? changed : latest;
    }

    /** Below the repository; what is gone meanwhile is empty. */
    private Map<String, Object> get(String path) {
        Map<String, Object> found = known.get(path);
        if (found == null) {
            JsonApi.Reply reply = api.get(api.repository(path));
            found = reply.status() == 404 ? Map.of() : api.need(reply, path).object();
            known.put(path, found);
        }
        return found;
    }

    private static Map<String, Object> author(Map<String, Object> written) {
        Map<String, Object> user = JsonApi.asObject(written.get("user"));
        return user.get("id") instanceof Number ? user : NOBODY;
    }

    private static String number(String url) {
        String last = url.substring(url.lastIndexOf('/') + 1);
        return last.matches("[1-9][0-9]{0,17}") ? last : "";
    }

    private static long whole(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Instant time(Map<String, Object> thing, String name) {
        return Rfc3339.parse(Objects.toString(thing.get(name), "")).orElse(Instant.EPOCH);
    }
}
