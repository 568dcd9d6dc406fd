package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.GiteaScript.Person;
import ai.a5c.krate.gitea.JsonApi.Reply;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script against a real Gitea at {@code KRATE_IT_GITEA_URL}, which may call 127.0.0.1 on this machine.
 *
 * <p>{@code KRATE_IT_GITEA_TOKEN} is a site administrator's with the scopes write:admin, write:issue, write:repository and
 * write:user: the test makes a repository of that account and a user who may write to it, and removes both.
 */
@EnabledIfEnvironmentVariable(named = "KRATE_IT_GITEA_URL", matches = "https?://.+")
@EnabledIfEnvironmentVariable(named = "KRATE_IT_GITEA_TOKEN", matches = ".+")
class GiteaScriptIT {

    private static final String URL = Objects.requireNonNullElse(System.getenv("KRATE_IT_GITEA_URL"), "");
    private static final String TOKEN = Objects.requireNonNullElse(System.getenv("KRATE_IT_GITEA_TOKEN"), "");

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String repository = "krate-it-" + unique;
    private final String login = "krate-it-alice-" + unique;
    private final String password = UUID.randomUUID().toString();

    @TempDir
    private Path directory;

    @Test
    void theWholeScriptIsPlayedAtARealGitea() throws IOException, InterruptedException {
        JsonApi administrator = api(new Forge(URL, "nobody", "nothing", Optional.of(GiteaScript.secret(TOKEN))));
        String owner = String.valueOf(needed(administrator.get("user")).object().get("login"));
        Forge forge = new Forge(URL, owner, repository, Optional.of(GiteaScript.secret(TOKEN)));
        needed(administrator.send(
                "POST",
                "admin/users",
                Map.of(
                        "username",
                        login,
                        "password",
                        password,
                        "email",
                        login + "@example.test",
                        "must_change_password",
                        false)));
        try {
            needed(administrator.send(
                    "POST", "user/repos", Map.of("name", repository, "auto_init", true, "default_branch", "main")));
            needed(administrator.send(
                    "PUT",
                    "repos/%s/%s/collaborators/%s".formatted(owner, repository, login),
                    Map.of("permission", "write")));
            JsonApi alice = api(new Forge(URL, owner, repository, Optional.of(GiteaScript.secret(tokenOfUser()))));
            try (GiteaScript script = new GiteaScript(directory, forge, new OverTheApi(alice))) {
                script.play();
            }
        } finally {
            administrator.send("DELETE", "repos/%s/%s".formatted(owner, repository), Map.of());
            administrator.send("DELETE", "admin/users/%s?purge=true".formatted(login), Map.of());
        }
    }

    /** Tokens are made with the password, not with another's token. */
    private String tokenOfUser() throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> made = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("%s/api/v1/users/%s/tokens".formatted(URL, login)))
                                .header("Authorization", "Basic " + basic)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(Json.write(Map.of(
                                        "name",
                                        "script",
                                        "scopes",
                                        List.of("write:issue", "write:repository", "read:user")))))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(made.statusCode()).isEqualTo(201);
        return String.valueOf(Json.readObject(made.body()).get("sha1"));
    }

    private static JsonApi api(Forge forge) {
        return new GiteaConnections().json(forge);
    }

    private static Reply needed(Reply reply) {
        assertThat(reply.isGiven()).as(reply.told()).isTrue();
        return reply;
    }

    private record OverTheApi(JsonApi api) implements Person {

        private static final String BRANCH = "feature/fix";

        @Override
        public long open(String title, String body) {
            return number(api.send("POST", api.repository("/issues"), Map.of("title", title, "body", body)));
        }

        @Override
        public void say(long number, String text) {
            needed(api.send("POST", api.repository("/issues/%d/comments".formatted(number)), Map.of("body", text)));
        }

        @Override
        public long openPull(String title, String body) {
            needed(api.send(
                    "POST",
                    api.repository("/contents/change.txt"),
                    Map.of("content", "Zmlyc3QK", "message", "Change", "branch", "main", "new_branch", BRANCH)));
            return number(api.send(
                    "POST",
                    api.repository("/pulls"),
                    Map.of("title", title, "body", body, "head", BRANCH, "base", "main")));
        }

        @Override
        public void push(long pull) {
            needed(api.send(
                    "POST",
                    api.repository("/contents/more.txt"),
                    Map.of("content", "bW9yZQo=", "message", "Change more", "branch", BRANCH)));
        }

        @Override
        public void review(long pull, String text) {
            needed(api.send(
                    "POST",
                    api.repository("/pulls/%d/reviews".formatted(pull)),
                    Map.of("event", "COMMENT", "body", text)));
        }

        @Override
        public List<String> comments(long number) {
            return needed(api.get(api.repository("/issues/%d/comments".formatted(number)))).objects().stream()
                    .map(comment -> String.valueOf(comment.get("body")))
                    .toList();
        }

        private static long number(Reply made) {
            return needed(made).object().get("number") instanceof Number number ? number.longValue() : 0;
        }
    }
}
