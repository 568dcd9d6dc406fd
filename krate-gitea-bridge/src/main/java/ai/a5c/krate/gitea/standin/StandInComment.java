package ai.a5c.krate.gitea.standin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A comment on the stand-in forge. */
public record StandInComment(
        long id, long number, String login, long authorId, String body, Instant createdAt, Instant updatedAt) {

    StandInComment edited(String text, Instant now) {
        return new StandInComment(id, number, login, authorId, text, createdAt, now);
    }

    /** As Gitea answers it. */
    Map<String, Object> json(String repositoryUrl) {
        String issue = repositoryUrl + "/issues/" + number;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("html_url", issue + "#issuecomment-" + id);
        json.put("pull_request_url", "");
        json.put("issue_url", issue);
        json.put("user", Map.of("id", authorId, "login", login, "username", login));
        json.put("original_author", "");
        json.put("original_author_id", 0);
        json.put("body", body);
        json.put("created_at", createdAt.toString());
        json.put("updated_at", updatedAt.toString());
        return json;
    }
}
