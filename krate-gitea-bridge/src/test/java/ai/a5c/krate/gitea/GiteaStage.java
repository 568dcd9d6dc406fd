package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.gitea.standin.StandInWork;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeLookup;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A stand-in forge with Krate's target in front of it. */
final class GiteaStage implements AutoCloseable {

    static final String MARKER = "<!-- krate:v1 run=r-1 effect=7 mac=" + "0f".repeat(32) + " -->";

    /** Where pull request 3 is, by alice, to main. */
    static final String HEAD_OF_3 = "09dad1bb002af703fe52c6b1d0da85c44ecd1440";

    private final StandInGitea gitea;
    private final ForgeLookup lookup;
    private final GiteaTarget target;

    private GiteaStage(StandInVersion version, String login, String... scopes) {
        SecretValue all = secret("all-of-it");
        SecretValue used = secret("sesame-open");
        gitea = StandInGitea.start(StandInGitea.Config.of(all).like(version));
        gitea.addToken(used, login, scopes);
        lookup = (organization, repository) -> new Forge(gitea.baseUrl(), "acme", repository, Optional.of(used));
        target = new GiteaTarget(lookup);
    }

    /** Like Gitea 1.22, with what Krate's token needs. */
    static GiteaStage built() {
        return new GiteaStage(
                StandInVersion.BUILT,
                "claude-bot",
                "write:issue",
                "write:repository",
                "read:user",
                "read:organization");
    }

    /** Like Gitea 1.28. */
    static GiteaStage head() {
        return new GiteaStage(
                StandInVersion.HEAD, "claude-bot", "write:issue", "write:repository", "read:user", "read:organization");
    }

    /** With a token of an account for some scopes only. */
    static GiteaStage of(String login, String... scopes) {
        return new GiteaStage(StandInVersion.BUILT, login, scopes);
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    StandInGitea gitea() {
        return gitea;
    }

    StandInWork work() {
        return gitea.work();
    }

    GiteaTarget target() {
        return target;
    }

    /** A target that reads at most so much of an answer. */
    GiteaTarget reading(int bytes) {
        return new GiteaTarget(lookup, new GiteaConnections(GiteaConnections.TIME, bytes), InstantSource.system());
    }

    /** An address below the repository. */
    String url(String path) {
        return gitea.baseUrl() + "/acme/app/" + path;
    }

    /** A mutation with parameters in the order name, value, name, value. */
    static Mutation mutation(String action, String target, String content, String marker, String... parameters) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int at = 0; at < parameters.length; at += 2) {
            named.put(parameters[at], parameters[at + 1]);
        }
        return new Mutation(action, "acme", "app", target, content, marker, named);
    }

    static void assertRefused(Runnable call, String code, String message) {
        assertFails(call, code, message, false);
    }

    static void assertMayPass(Runnable call, String code, String message) {
        assertFails(call, code, message, true);
    }

    private static void assertFails(Runnable call, String code, String message, boolean passing) {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.isTransient()).isEqualTo(passing);
                });
    }

    @Override
    public void close() {
        gitea.close();
    }
}
