package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.RealScriptPerson.needed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.git.jgit.JGitRepositories;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts against a real Gitea at {@code KRATE_IT_GITEA_URL}.
 *
 * <p>{@code KRATE_IT_GITEA_TOKEN} is a site administrator's with the scopes write:admin, write:issue, write:repository and
 * write:user: each test makes a repository of that account and a user who may write to it, under names that nobody else has,
 * and removes both. A Gitea that may not call 127.0.0.1 on this machine is looked at instead, which takes longer.
 */
@EnabledIfEnvironmentVariable(named = "KRATE_IT_GITEA_URL", matches = "https?://.+")
@EnabledIfEnvironmentVariable(named = "KRATE_IT_GITEA_TOKEN", matches = ".+")
class GiteaScriptIT {

    private static final String URL =
            Objects.requireNonNullElse(System.getenv("KRATE_IT_GITEA_URL"), "").replaceAll("/+$", "");
    private static final String TOKEN = Objects.requireNonNullElse(System.getenv("KRATE_IT_GITEA_TOKEN"), "");

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String repository = "krate-it-" + unique;
    private final String login = "krate-it-alice-" + unique;
    private final String password = "Aa1!" + UUID.randomUUID();
    private final JsonApi administrator =
            new GiteaConnections().json(new Forge(URL, "nobody", "nothing", Optional.of(ScriptWorld.secret(TOKEN))));
    private String owner = "";
    private ScriptWorld world;
    private ScriptPerson person;
    private ForgeView view;

    @TempDir
    private Path directory;

    @BeforeEach
    void make() throws IOException, InterruptedException {
        owner = String.valueOf(needed(administrator.get("user")).object().get("login"));
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
        needed(administrator.send(
                "POST", "user/repos", Map.of("name", repository, "auto_init", true, "default_branch", "main")));
        needed(administrator.send(
                "PUT",
                "repos/%s/%s/collaborators/%s".formatted(owner, repository, login),
                Map.of("permission", "write")));
        Forge forge = new Forge(URL, owner, repository, Optional.of(ScriptWorld.secret(TOKEN)));
        person = new RealScriptPerson(new GiteaConnections()
                .json(new Forge(URL, owner, repository, Optional.of(ScriptWorld.secret(tokenOfUser())))));
        world = new ScriptWorld(forge, new JGitRepositories(directory.resolve("repositories")), new WallClock());
        view = new ForgeView(forge);
    }

    /** Both are tried, whatever of them was made. */
    @AfterEach
    void remove() {
        if (world != null) {
            world.close();
        }
        List<Integer> answers = List.of(
                administrator
                        .send("DELETE", "repos/%s/%s".formatted(owner, repository), Map.of())
                        .status(),
                administrator
                        .send("DELETE", "admin/users/%s?purge=true".formatted(login), Map.of())
                        .status());
        assertThat(answers).as("what was made is removed").containsOnly(204);
    }

    @Test
    void theScriptOfTheCapturesIsPlayed() {
        new GiteaScript(world, person, view).play();
    }

    @Test
    void everyEffectIsApprovedAtTheForgeAndStandsThereOnce() {
        world.connect();
        GiteaEffectsScript script = new GiteaEffectsScript(world, person, view);
        script.mend();
        script.mendAgain();
        script.reviewAgainAfterAPush();
        script.review();
    }

    @Test
    void everyEffectIsApprovedWhereNoHookCallsKrate() {
        world.lookOnly();
        GiteaEffectsScript script = new GiteaEffectsScript(world, person, view);
        script.mend();
        script.reviewAgainAfterAPush();
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

    /** This machine's time. */
    private static final class WallClock implements ScriptClock {

        private static final Duration STEP = Duration.ofSeconds(31);

        private final CountDownLatch never = new CountDownLatch(1);
        private volatile Duration ahead = Duration.ZERO;
        private volatile boolean hurried;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public void pause() {
            try {
                never.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ahead = hurried ? ahead.plus(STEP) : ahead;
        }

        @Override
        public void hurry() {
            hurried = true;
        }

        @Override
        public boolean isAhead() {
            return hurried;
        }
    }
}
