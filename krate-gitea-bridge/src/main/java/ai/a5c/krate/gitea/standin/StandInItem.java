package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An issue or pull request of the stand-in, as it answers and delivers it. */
final class StandInItem {

    private static final String SHAPE = """
            {"id":0,"url":"","html_url":"","number":0,"user":null,"original_author":"","original_author_id":0,
            "title":"","body":"","ref":"","assets":[],"labels":[],"milestone":null,"assignee":null,"assignees":null,
            "state":"open","is_locked":false,"comments":0,"created_at":"","updated_at":"","closed_at":null,
            "due_date":null,"pull_request":null,
            "repository":{"id":1,"name":"app","owner":"acme","full_name":"acme/app"},"pin_order":0}
            """;

    private final List<Map<String, Object>> timeline = new CopyOnWriteArrayList<>();
    private final Map<String, Object> issue;
    private final Optional<Map<String, Object>> pull;

    private StandInItem(Map<String, Object> issue, Optional<Map<String, Object>> pull) {
        this.issue = issue;
        this.pull = pull;
    }

    /** An issue that was just opened. */
    static StandInItem issue(String repositoryUrl, long number, Map<String, Object> author, Instant now) {
        return new StandInItem(shape(repositoryUrl, number, author, now), Optional.empty());
    }

    /** The pull request that {@code pull} shows. */
    static StandInItem pull(String repositoryUrl, Map<String, Object> pull) {
        long number = ((Number) Objects.requireNonNull(pull.get("number"))).longValue();
        Instant opened = Instant.parse(String.valueOf(pull.get("created_at")));
        Map<String, Object> issue =
                shape(repositoryUrl, number, StandInJson.object(pull, "user").orElseThrow(), opened);
        issue.put("html_url", repositoryUrl + "/pulls/" + number);
        issue.put("pull_request", StandInJson.of("merged", false, "merged_at", null));
        for (String shared : List.of("title", "body", "labels", "state", "updated_at")) {
            issue.put(shared, pull.get(shared));
        }
        return new StandInItem(issue, Optional.of(pull));
    }

    private static Map<String, Object> shape(
            String repositoryUrl, long number, Map<String, Object> author, Instant now) {
        Map<String, Object> shape = Json.readObject(SHAPE);
        shape.put("id", number);
        shape.put("url", repositoryUrl.replace("/acme/app", "/api/v1/repos/acme/app") + "/issues/" + number);
        shape.put("html_url", repositoryUrl + "/issues/" + number);
        shape.put("number", number);
        shape.put("user", author);
        shape.put("title", "Issue " + number);
        shape.put("created_at", now.toString());
        shape.put("updated_at", now.toString());
        return shape;
    }

    long number() {
        return ((Number) Objects.requireNonNull(issue.get("number"))).longValue();
    }

    boolean isPull() {
        return pull.isPresent();
    }

    /** Where people look at it. */
    String url() {
        return String.valueOf(issue.get("html_url"));
    }

    /** The login of whoever opened it. */
    String author() {
        return String.valueOf(StandInJson.object(issue, "user").orElseThrow().get("login"));
    }

    Instant updatedAt() {
        return Instant.parse(String.valueOf(issue.get("updated_at")));
    }

    /** A member that issues and pull requests have alike. */
    Object get(String name) {
        return Objects.requireNonNullElse(issue.get(name), "");
    }

    /** Changes members that issues and pull requests have alike. */
    void set(String name, @Nullable Object value, Instant now) {
        issue.put(name, value);
        pull.ifPresent(shown -> shown.put(name, value));
        touch(now);
    }

    /** Changes a member that only pull requests have. */
    void setPull(String name, @Nullable Object value, Instant now) {
        pull.orElseThrow().put(name, value);
        touch(now);
    }

    /** What happened to it besides comments, oldest first. */
    List<Map<String, Object>> timeline() {
        return timeline;
    }

    void touch(Instant now) {
        issue.put("updated_at", now.toString());
        pull.ifPresent(shown -> shown.put("updated_at", now.toString()));
    }

    /** As an issue; pull requests are issues, too. */
    Map<String, Object> json() {
        return StandInJson.copy(issue);
    }

    /** As a pull request. */
    Optional<Map<String, Object>> pullJson() {
        return pull.map(StandInJson::copy);
    }
}
