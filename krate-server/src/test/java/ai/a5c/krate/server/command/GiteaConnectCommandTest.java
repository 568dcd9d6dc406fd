package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository of the stand-in is connected to a whole server, and the doctor says what is wrong afterwards. */
class GiteaConnectCommandTest {

    private static final String ORGANIZATION = "../examples/quickstart/resources/organization.yaml";

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(secret("sesame-open")));

    @TempDir
    private Path directory;

    private RunningServer server;
    private Typed typed;

    @BeforeEach
    void start() {
        server = RunningServer.start(new Settings(
                data(), "127.0.0.1", 0, new Settings.Transport.Plain(), Optional.empty(), List.of("http"), "text"));
        typed = new Typed(server.url(), server.firstToken().orElseThrow());
        assertThat(typed.krate("apply", "-f", ORGANIZATION)).as(typed.err()).isZero();
    }

    @AfterEach
    void close() {
        server.close();
        gitea.close();
    }

    @Test
    void aRepositoryIsConnectedInOneGo() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token")).as(typed.out() + typed.err()).isZero();
        assertThat(typed.out()).isEqualTo("""
                repository acme/app
                  good  FORGE is Gitea 1.22.0+stand-in
                  good  both clocks agree within a minute
                  good  the token is that of claude-bot
                  good  the token's account administers acme/app
                  good  the token has write:issue
                  good  the token has write:repository
                  good  Repository app is made
                  good  WebhookSubscription gitea is made
                  good  acme/app has a new hook to SERVER/hooks/gitea/acme/gitea
                  good  the forge reaches the server at SERVER/hooks/gitea/acme/gitea
                """.replace("FORGE", gitea.baseUrl()).replace("SERVER", server.url()));
        assertThat(doctor()).as(typed.out()).isZero();
        assertThat(typed.out())
                .contains("acme/app has its hook to " + server.url())
                .containsPattern("good  the forge called last at 20\\d\\d-");
    }

    @Test
    void theDoctorHasTheForgeCallAndSaysWhetherItArrived() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token")).as(typed.out() + typed.err()).isZero();
        assertThat(doctor("--ping")).as(typed.out()).isZero();
        assertThat(typed.out()).contains("good  the forge reaches the server at " + server.url());
        gitea.allowHosts(false);
        assertThat(doctor("--ping", "--wait", "1")).as(typed.out()).isEqualTo(1);
        assertThat(typed.out()).contains("nothing arrived in 1 seconds").contains("ALLOWED_HOST_LIST");
    }

    @Test
    void doingItAgainChangesNothing() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token")).as(typed.out() + typed.err()).isZero();
        typed.input = "";
        assertThat(connect()).as(typed.out() + typed.err()).isZero();
        assertThat(typed.out())
                .doesNotContain("is made")
                .doesNotContain("new hook")
                .contains("acme/app has its hook to");
    }

    @Test
    void aRotatedSecretIsTheNewHooksAndTheOldOneIsStillRight() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token")).as(typed.out() + typed.err()).isZero();
        assertThat(connect("--rotate")).as(typed.out() + typed.err()).isZero();
        assertThat(typed.out()).contains("acme/app has a new hook to").contains("the hook 1 of before is gone");
        assertThat(typed.krate("get", "webhooksubscriptions", "gitea", "-o", "yaml"))
                .isZero();
        assertThat(typed.out()).contains("current:\n").contains("previous:\n");
    }

    @Test
    void aDryRunMakesNothing() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token", "--dry-run")).isEqualTo(1);
        assertThat(typed.out())
                .contains("note  Repository app would be made")
                .contains("BAD   acme/app has no hook to");
        assertThat(typed.krate("get", "repositories", "app")).isEqualTo(1);
        assertThat(new LocalSecrets(data()).value("acme", "gitea-bot", "token")).isEmpty();
    }

    @Test
    void aForgeThatMayNotCallTheServerIsSaidSo() {
        gitea.allowHosts(false);
        typed.input = "sesame-open\n";
        assertThat(connect("--token", "--wait", "1")).isEqualTo(1);
        assertThat(typed.out())
                .contains("BAD   the forge was asked to call %s/hooks/gitea/acme/gitea and nothing arrived in 1 seconds"
                        .formatted(server.url()))
                .contains("ALLOWED_HOST_LIST");
    }

    @Test
    void aTokenThatCannotDoItStopsBeforeAnythingIsWritten() {
        gitea.addToken(secret("alices-token"), "alice", "all");
        typed.input = "alices-token";
        assertThat(connect("--token")).isEqualTo(1);
        assertThat(typed.out()).contains("make the account a collaborator with the permission Administrator");
        assertThat(typed.krate("get", "repositories", "app")).isEqualTo(1);
    }

    @Test
    void noSecretIsEverShown() throws IOException {
        typed.input = "sesame-open\n";
        connect("--token", "--json");
        String said = typed.out() + typed.err();
        doctor();
        said += typed.out() + typed.err();
        String kept = new LocalSecrets(data())
                .value("acme", "gitea-webhook", "secret")
                .orElseThrow()
                .revealText();
        assertThat(said).doesNotContain("sesame-open").doesNotContain(kept);
        assertThat(Files.isDirectory(data())).isTrue();
    }

    @Test
    void theDoctorSaysInWordsWhatIsWrongAndInJsonForPrograms() {
        typed.input = "sesame-open\n";
        assertThat(connect("--token")).as(typed.out() + typed.err()).isZero();
        new LocalSecrets(data()).remove("acme", "gitea-webhook", "secret");
        gitea.as("root1");
        assertThat(doctor()).isEqualTo(1);
        assertThat(typed.out())
                .contains(
                        "BAD   it has no secret, so every delivery is refused\n        run: krate gitea connect --rotate");
        assertThat(doctor("--json")).isEqualTo(1);
        assertThat(typed.out()).contains("\"healthy\" : false").contains("\"grade\" : \"bad\"");
    }

    private int connect(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "gitea",
                "connect",
                "--forge",
                gitea.baseUrl(),
                "--repository",
                "acme/app",
                "--data",
                data().toString()));
        words.addAll(List.of(more));
        return typed.krate(words.toArray(String[]::new));
    }

    private int doctor(String... more) {
        List<String> words = new ArrayList<>(List.of("doctor", "--data", data().toString()));
        words.addAll(List.of(more));
        return typed.krate(words.toArray(String[]::new));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
