package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.GiteaScript.Person;
import ai.a5c.krate.gitea.standin.StandInComment;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInPerson;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The script against the stand-in, as both versions; {@link GiteaScriptIT} plays the same against a real Gitea. */
class GiteaScriptTest {

    private static final SecretValue TOKEN = GiteaScript.secret("a-token-of-the-script");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(StandInVersion.class)
    void theWholeScriptIsPlayed(StandInVersion version) throws IOException {
        try (StandInGitea gitea =
                        StandInGitea.start(StandInGitea.Config.of(TOKEN).like(version));
                GiteaScript script = new GiteaScript(
                        directory,
                        new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN)),
                        new AtStandIn(gitea, gitea.as("alice")))) {
            script.play();
        }
    }

    private record AtStandIn(StandInGitea gitea, StandInPerson alice) implements Person {

        @Override
        public long open(String title, String body) {
            return alice.open(title, body);
        }

        @Override
        public void say(long number, String text) {
            alice.say(number, text);
        }

        @Override
        public long openPull(String title, String body) {
            return alice.openPull(title, body, "feature/fix", "e".repeat(40));
        }

        @Override
        public void push(long pull) {
            alice.push(pull, "f".repeat(40));
        }

        @Override
        public void review(long pull, String text) {
            alice.review(pull, "comment", text);
        }

        @Override
        public List<String> comments(long number) {
            return gitea.comments("acme", "app", number).stream()
                    .map(StandInComment::body)
                    .toList();
        }
    }
}
