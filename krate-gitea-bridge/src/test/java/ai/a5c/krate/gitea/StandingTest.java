package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.ForgeSource.Standing;
import ai.a5c.krate.source.SourceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the account of somebody who approved may do now, whatever it is called and whoever has its name. */
class StandingTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
    private static final Account ALICE = new Account("alice", "2");

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN));
    private final GiteaSource source = new GiteaSource(InstantSource.fixed(Instant.parse("2026-11-22T16:00:00Z")));

    @AfterEach
    void close() {
        gitea.close();
    }

    private Standing standing(Account account) {
        return source.standing(forge(TOKEN), account);
    }

    private Forge forge(SecretValue token) {
        return new Forge(gitea.baseUrl(), "acme", "app", Optional.of(token));
    }

    @Test
    void aPermissionIsAskedForEachTime() {
        assertThat(standing(ALICE))
                .isEqualTo(new Standing(
                        "write", "alice", "the account alice (id 2) has the permission write in acme/app"));
        gitea.as("alice").permit("read");
        assertThat(standing(ALICE))
                .isEqualTo(
                        new Standing("read", "alice", "the account alice (id 2) has the permission read in acme/app"));
    }

    @Test
    void aRenamedAccountIsFoundByItsId() {
        gitea.as("alice").rename("alison");
        assertThat(standing(ALICE))
                .isEqualTo(new Standing(
                        "write", "alison", "the account alison (id 2) has the permission write in acme/app"));
    }

    @Test
    void whoTookTheNameIsNotBelievedToBeWhoHadIt() {
        gitea.as("alice").permit("read");
        gitea.as("alice").rename("alison");
        gitea.as("root1").rename("alice");
        assertThat(standing(ALICE).permission()).isEqualTo("read");
        assertThat(standing(ALICE).login()).isEqualTo("alison");
        gitea.as("alison").leave();
        assertThat(standing(ALICE))
                .isEqualTo(new Standing("none", "alice", "the forge knows the account alice (id 2) no more"));
    }

    @Test
    void aDeletedAccountMayNothing() {
        gitea.as("alice").leave();
        assertThat(standing(ALICE))
                .isEqualTo(new Standing("none", "alice", "the forge knows the account alice (id 2) no more"));
    }

    @Test
    void anAccountThatMayNotSignInMayNothing() {
        gitea.as("alice").suspend();
        assertThat(standing(ALICE))
                .isEqualTo(new Standing("none", "alice", "the account alice (id 2) may not sign in any more"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "", "2x", "99999999999999999999"})
    void whatIsNoIdOfAPersonMayNothing(String id) {
        assertThat(standing(new Account("alice", id)).permission()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../alice", "a b"})
    void whatIsNoNameIsLookedUpByItsId(String login) {
        assertThat(standing(new Account(login, "2")).login()).isEqualTo("alice");
    }

    @ParameterizedTest
    @CsvSource({"500,database is locked", "403,Only admins can query all permissions", "429,slow down", "401,bad token"
    })
    void aForgeThatWillNotTellIsAskedAgainLater(int status, String said) {
        gitea.failNext(status, said);
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> standing(ALICE))
                .withMessage("%s cannot be asked now%s: status %d: %s"
                        .formatted(
                                gitea.baseUrl(),
                                status == 500 || status == 429 ? "" : " what accounts may do in acme/app",
                                status,
                                said));
        assertThat(standing(ALICE).permission()).isEqualTo("write");
    }

    @Test
    void aLookUpByIdThatFailsSaysNothingAboutTheAccount() {
        gitea.as("alice").rename("alison");
        SecretValue narrow = new SecretValue("narrow-token".getBytes(StandardCharsets.UTF_8));
        gitea.addToken(narrow, "claude-bot", "read:repository");
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.standing(forge(narrow), ALICE))
                .withMessageContaining("read:user");
    }

    @Test
    void withoutACredentialNobodyIsAsked() {
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.standing(new Forge(gitea.baseUrl(), "acme", "app", Optional.empty()), ALICE))
                .withMessage("the repository names no credential, so the forge cannot be asked about accounts");
    }

    @Test
    void aRepositoryThatCannotBeSeenSaysNothingAboutTheAccount() {
        Forge other = new Forge(gitea.baseUrl(), "acme", "gone", Optional.of(TOKEN));
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.standing(other, ALICE))
                .withMessage("%s does not tell what alice (id 2) may do in acme/gone".formatted(gitea.baseUrl()));
    }
}
