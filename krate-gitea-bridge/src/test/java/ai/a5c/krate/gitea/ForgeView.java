package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.JsonApi.Reply;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What stands at a forge, as anybody with Krate's token sees it; a script leaves fewer things of a kind than a page has. */
final class ForgeView {

    private static final String PAGE = "?limit=50";

    private final JsonApi api;
    private final String login;

    ForgeView(Forge forge) {
        this.api = new GiteaConnections().json(forge);
        this.login = text(needed(api.get("user")).object(), "login");
    }

    /** The texts of all comments of an issue or pull request. */
    List<String> comments(long number) {
        return list("/issues/%d/comments".formatted(number)).stream()
                .map(comment -> text(comment, "body"))
                .toList();
    }

    List<String> labels(long number) {
        return list("/issues/%d/labels".formatted(number)).stream()
                .map(label -> text(label, "name"))
                .toList();
    }

    /** Krate's own reactions to a comment. */
    List<String> reactions(long comment) {
        return list("/issues/comments/%d/reactions".formatted(comment)).stream()
                .filter(this::isOwn)
                .map(reaction -> text(reaction, "content"))
                .toList();
    }

    /** Krate's own reviews of a pull request. */
    List<Review> reviews(long pull) {
        String path = "/pulls/%d/reviews".formatted(pull);
        return list(path).stream()
                .filter(this::isOwn)
                .map(review -> new Review(
                        text(review, "commit_id"),
                        text(review, "body"),
                        list(path + "/" + review.get("id") + "/comments").stream()
                                .map(remark -> "%s %s"
                                        .formatted(
                                                text(remark, "path"),
                                                text(remark, "body")
                                                        .lines()
                                                        .findFirst()
                                                        .orElse("")))
                                .toList()))
                .toList();
    }

    /** Krate's own statuses of a commit in a context. */
    List<String> statuses(String sha, String context) {
        return list("/statuses/" + sha).stream()
                .filter(status -> isOwn(status, "creator"))
                .filter(status -> context.equals(status.get("context")))
                .map(status -> text(status, "status"))
                .toList();
    }

    /** The pull requests that Krate opened, as it names their branches; open or not. */
    List<Pull> pulls() {
        return needed(api.get(api.repository("/pulls" + PAGE + "&state=all"))).objects().stream()
                .filter(this::isOwn)
                .map(pull -> new Pull(
                        text(JsonApi.asObject(pull.get("head")), "ref"), text(pull, "title"), text(pull, "body")))
                .filter(pull -> pull.branch().startsWith("krate/"))
                .toList();
    }

    /** The commit that a branch is at. */
    Optional<String> branch(String name) {
        Reply reply = api.get(api.repository("/branches/" + name));
        return reply.isGiven()
                ? Optional.of(text(JsonApi.asObject(reply.object().get("commit")), "id"))
                : Optional.empty();
    }

    private List<Map<String, Object>> list(String path) {
        return needed(api.get(api.repository(path + PAGE))).objects();
    }

    private boolean isOwn(Map<String, Object> thing) {
        return isOwn(thing, "user");
    }

    private boolean isOwn(Map<String, Object> thing, String member) {
        return login.equals(JsonApi.asObject(thing.get(member)).get("login"));
    }

    private static String text(Map<String, Object> object, String name) {
        return Objects.toString(object.get(name), "");
    }

    private static Reply needed(Reply reply) {
        assertThat(reply.isGiven()).as(reply.told()).isTrue();
        return reply;
    }

    record Pull(String branch, String title, String body) {}

    /** A review, with path and first line of each remark that stands beside the code. */
    record Review(String commit, String body, List<String> remarks) {}
}
