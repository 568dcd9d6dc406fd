package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.ForgeSource.Present;
import ai.a5c.krate.source.SourceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the forge says at the moment somebody decides, whatever it said a moment ago. */
class PresentTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN));
    private final GiteaSource source = new GiteaSource(InstantSource.fixed(Instant.parse("2026-11-22T16:00:00Z")));

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void anAnswerOfAMomentAgoIsNotBelieved() {
        SourceEvent comment = read("0006");
        source.enrich(forge(), comment);
        gitea.failNext(500, "database is locked");
        assertThat(source.enrich(forge(), comment).actor().permission()).isEqualTo("write");
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.present(forge(), comment))
                .withMessageContaining("database is locked");
        assertThat(source.present(forge(), comment)).isEqualTo(new Present("write", Optional.empty(), ""));
    }

    @Test
    void thePullRequestsHeadIsToldAsItIsNow() {
        assertThat(source.present(forge(), read("0033")).head()).contains("09dad1bb002af703fe52c6b1d0da85c44ecd1440");
        assertThat(source.present(forge(), read("0007"))).isEqualTo(new Present("read", Optional.empty(), ""));
    }

    @Test
    void aNameThatBelongsToAnotherAccountNowMayNothing() {
        SourceEvent comment = read("0006");
        SourceEvent renamed =
                comment.change().actor(new Actor("alice", "22", "write", false)).build();
        assertThat(source.present(forge(), renamed))
                .isEqualTo(new Present("unknown", Optional.empty(), "the name alice belongs to another account now"));
    }

    @Test
    void withoutACredentialOrAboutAnotherRepositoryNothingIsSaid() {
        Present nothing = new Present("unknown", Optional.empty(), "the forge cannot be asked about the actor");
        assertThat(source.present(new Forge(gitea.baseUrl(), "acme", "app", Optional.empty()), read("0006")))
                .isEqualTo(nothing);
        assertThat(source.present(new Forge(gitea.baseUrl(), "acme", "other", Optional.of(TOKEN)), read("0006")))
                .isEqualTo(nothing);
    }

    private SourceEvent read(String capture) {
        return source.read(Capture.number(capture).delivery()).event().orElseThrow();
    }

    private Forge forge() {
        return new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN));
    }
}
