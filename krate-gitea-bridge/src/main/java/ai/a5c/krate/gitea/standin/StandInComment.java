package ai.a5c.krate.gitea.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A comment on the stand-in forge. */
public record StandInComment(
        long id, long number, String login, long authorId, String body, Instant createdAt, Instant updatedAt) {

    StandInComment edited(String text, Instant now) {
        return new StandInComment(id, number, login, authorId, text, createdAt, now);
    }

    /** As Gitea answers and delivers it. */
    Map<String, Object> json(StandInItem item, Map<String, Object> author) {
        String url = item.url();
        return StandInJson.of(
                "id",
                id,
                "html_url",
                url + "#issuecomment-" + id,
                "pull_request_url",
                item.isPull() ? url : "",
                "issue_url",
                item.isPull() ? "" : url,
                "user",
                author,
                "original_author",
                "",
                "original_author_id",
                0,
                "body",
                body,
                "assets",
                List.of(),
                "created_at",
                createdAt.toString(),
                "updated_at",
                updatedAt.toString());
    }
}
