package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.JsonApi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Somebody with a token of their own at a real Gitea. */
record RealScriptPerson(JsonApi api) implements ScriptPerson {

    private static final String CONTENT = "content";
    private static final String MESSAGE = "message";
    private static final String BRANCH = "branch";

    @Override
    public long open(String title, String body) {
        return whole(post("/issues", Map.of("title", title, "body", body)), "number");
    }

    @Override
    public long say(long number, String text) {
        return whole(post("/issues/%d/comments".formatted(number), Map.of("body", text)), "id");
    }

    @Override
    public long openPull(String title, String body, String branch) {
        post(
                "/contents/change.txt",
                Map.of(CONTENT, base64(branch), MESSAGE, "Change", BRANCH, "main", "new_branch", branch));
        return whole(post("/pulls", Map.of("title", title, "body", body, "head", branch, "base", "main")), "number");
    }

    @Override
    public String push(long pull, String branch) {
        Reply pushed =
                post("/contents/more.txt", Map.of(CONTENT, base64("more"), MESSAGE, "Change more", BRANCH, branch));
        return Objects.toString(JsonApi.asObject(pushed.object().get("commit")).get("sha"));
    }

    @Override
    public void review(long pull, String text) {
        post("/pulls/%d/reviews".formatted(pull), Map.of("event", "COMMENT", "body", text));
    }

    @Override
    public void makeLabel(String name) {
        post("/labels", Map.of("name", name, "color", "#ee0701"));
    }

    /** Nothing runs workflows there. */
    @Override
    public long failedRun() {
        return 987_654_321;
    }

    @Override
    public Set<String> rerunOutcomes() {
        return Set.of("NotPossible", "NotFound");
    }

    private Reply post(String path, Map<String, ?> body) {
        return needed(api.send("POST", api.repository(path), body));
    }

    private static long whole(Reply made, String name) {
        return made.object().get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static String base64(String line) {
        return Base64.getEncoder().encodeToString((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reply needed(Reply reply) {
        assertThat(reply.isGiven()).as(reply.told()).isTrue();
        return reply;
    }
}
