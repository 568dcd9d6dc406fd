package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Access;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a repository's condition says of the forge. */
class AccessTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));

    private final GiteaSource source = new GiteaSource();

    @Test
    void anAdministratorOfTheRepositoryIsTold() {
        try (StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN))) {
            Forge forge = forge(gitea, TOKEN);
            assertThat(source.access(forge)).isEmpty();
            ask(forge, "0006");
            assertThat(source.access(forge)).contains(new Access(true, "PermissionsTold", ""));
        }
    }

    @Test
    void whoMayOnlyWriteIsNotToldAndTheReasonSaysWhatToGrant() {
        StandInGitea.Config config =
                new StandInGitea.Config(TOKEN, "claude-bot", false, true, Map.of(), InstantSource.system());
        try (StandInGitea gitea = StandInGitea.start(config)) {
            Forge forge = forge(gitea, TOKEN);
            ask(forge, "0006");
            assertThat(source.access(forge))
                    .contains(new Access(
                            false,
                            "PermissionsWithheld",
                            "nobody is trusted, since the forge does not say what accounts may do in acme/app: make"
                                    + " Krate's account an administrator of the repository (status 403: Only admins can"
                                    + " query all permissions, repo admins can query all repo permissions, collaborators"
                                    + " can query only their own)"));
        }
    }

    @Test
    void aWrongTokenIsToldWithoutTheToken() {
        try (StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN))) {
            Forge forge = forge(gitea, new SecretValue("wrong-token".getBytes(StandardCharsets.UTF_8)));
            ask(forge, "0006");
            assertThat(source.access(forge)).hasValueSatisfying(access -> {
                assertThat(access.reason()).isEqualTo("AccountUnknown");
                assertThat(access.message()).contains("status 401").doesNotContain("wrong-token");
            });
        }
    }

    @Test
    void aMissingTokenIsToldBeforeAnybodyIsAsked() {
        assertThat(source.access(new Forge("http://127.0.0.1:1", "acme", "app", Optional.empty())))
                .hasValueSatisfying(access -> assertThat(access.reason()).isEqualTo("CredentialMissing"));
    }

    @Test
    void aPersonWhomTheForgeDoesNotKnowAndAForgeThatIsDownChangeNothing() {
        try (StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN))) {
            Forge forge = forge(gitea, TOKEN);
            ask(forge, "0006");
            gitea.failNext(503, "down");
            try {
                ask(forge, "0007");
            } catch (SourceUnavailableException e) {
                assertThat(e).hasMessageContaining("down");
            }
            assertThat(source.access(forge)).contains(new Access(true, "PermissionsTold", ""));
        }
    }

    private void ask(Forge forge, String capture) {
        source.enrich(
                forge, source.read(Capture.number(capture).delivery()).event().orElseThrow());
    }

    private static Forge forge(StandInGitea gitea, SecretValue token) {
        return new Forge(gitea.baseUrl(), "acme", "app", Optional.of(token));
    }
}
