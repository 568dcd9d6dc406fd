package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.causality.Ancestry;
import ai.a5c.krate.causality.Causality;
import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks T21, T24, T40, T50 and T64 with deliveries of a real Gitea; Krate's own account is claude-bot, id 4. */
class EchoesAndStrangersTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
    private static final MacKey KEY = MacKey.of(new byte[32]);

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN));
    private final GiteaSource source = new GiteaSource();

    @AfterEach
    void close() {
        gitea.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0008", "0009", "0029", "0031", "0032", "0043", "0044", "0056", "0059"})
    void ourOwnCommentEditPushPullRequestAndReviewStartNothing(String number) {
        SourceEvent event = asked(read(Capture.number(number)));
        assertThat(event.actor().self()).isTrue();
        assertThat(verdict(event).code()).isEqualTo(Verdict.Code.OWN_ECHO);
    }

    @ParameterizedTest
    @CsvSource({
        "c1aude-bot, 9",
        "claude-b\u043et, 9",
        "Claude-Bot, 44",
        "claude-bot, 44",
        "evil[bot], 9",
        "gitea-actions, -2"
    })
    void aNameLikeOursIsNeitherUsNorAnybodyWhoMayWrite(String login, String id) {
        SourceEvent event = asked(from(Capture.number("0006"), "alice", "2", login, id));
        assertThat(event.actor().login()).isEqualTo(login);
        assertThat(event.actor().self()).isFalse();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(verdict(event).code()).isEqualTo(Verdict.Code.ADMITTED);
    }

    @Test
    void whoeverRenamedTheirAccountIsKnownByTheirId() {
        SourceEvent event = asked(from(Capture.number("0008"), "claude-bot", "4", "claude-the-second", "4"));
        assertThat(event.actor().self()).isTrue();
    }

    @Test
    void aStrangerWhoPushesAMaintainersCommitsHasTheStrangersRights() {
        Capture push = Capture.number("0023");
        assertThat(push.body()).contains("\"email\": \"alice@example.test\"");
        SourceEvent event = asked(from(push, "alice", "2", "mallory", "3"));
        assertThat(event.actor().login()).isEqualTo("mallory");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("mallory has the permission read in acme/app");
        assertThat(asked(read(push)).trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void theAuthorOfACommitInAPushIsNobody() {
        Capture push = Capture.number("0023");
        String forged = push.body()
                .replace("\"username\": \"alice\"", "\"username\": \"root1\"")
                .replace("alice@example.test", "root1@example.test");
        assertThat(forged).isNotEqualTo(push.body());
        assertThat(read(new Capture("", push.headers(), forged)).actor())
                .isEqualTo(read(push).actor());
    }

    @Test
    void ourCommentEditedBySomebodyIsTheirsToAnswerForAndNoRequest() {
        Capture edited = Capture.number("0009");
        int sender = edited.body().indexOf("\"sender\"");
        String body = edited.body().substring(0, sender)
                + edited.body()
                        .substring(sender)
                        .replaceFirst("\"id\": 4,", "\"id\": 2,")
                        .replace("claude-bot", "alice");
        SourceEvent event = asked(read(new Capture("", edited.headers(), body)));
        assertThat(event.actor().login()).isEqualTo("alice");
        assertThat(event.text().triggerAuthorId()).isEqualTo("4");
        assertThat(event.actor().self()).isFalse();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("alice edited what account 4 wrote, so it is a request of neither");
        assertThat(verdict(event).code()).isEqualTo(Verdict.Code.EDITED_BY_OTHER);
    }

    @Test
    void anAdministratorsEditOfAStrangersCommentIsNoRequest() {
        SourceEvent event = asked(read(Capture.number("0083")));
        assertThat(event.actor().permission()).isEqualTo("owner");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(verdict(event).code()).isEqualTo(Verdict.Code.EDITED_BY_OTHER);
    }

    @ParameterizedTest
    @CsvSource({"0006, alice, TRUSTED", "0007, mallory, UNTRUSTED"})
    void ourMarkerInAnothersCommentNeitherMakesItOursNorSilencesIt(String number, String login, Trust trust) {
        for (MacKey key : List.of(KEY, MacKey.of("another key, 32 bytes in length".getBytes(StandardCharsets.UTF_8)))) {
            Capture comment = Capture.number(number);
            String said = "@claude fix this " + Marker.sign("run-1", 0, key).text();
            String body = comment.body()
                    .replace("\"body\": \"@claude fix this\"", "\"body\": \"" + said + "\"")
                    .replace("\"body\": \"/agent fix\"", "\"body\": \"" + said + "\"");
            assertThat(body).isNotEqualTo(comment.body());
            SourceEvent event = asked(read(new Capture("", comment.headers(), body)));
            assertThat(event.actor().login()).isEqualTo(login);
            assertThat(event.mentions()).containsExactly("@claude");
            assertThat(event.trust()).isEqualTo(trust);
            assertThat(verdict(event).code()).isEqualTo(Verdict.Code.ADMITTED);
        }
    }

    private Verdict verdict(SourceEvent event) {
        String own = event.actor().self() ? event.actor().id() : "";
        return Causality.judge(event, new Ancestry(own, 0, 0, List.of(KEY)));
    }

    /** The same delivery in which one account did all that another did. */
    private SourceEvent from(Capture capture, String login, String id, String otherLogin, String otherId) {
        String body = capture.body()
                .replaceAll(
                        "\"id\": %s,(\\s+\"login\": \"%s\")".formatted(id, login), "\"id\": %s,$1".formatted(otherId))
                .replace("\"login\": \"%s\"".formatted(login), "\"login\": \"%s\"".formatted(otherLogin));
        assertThat(body).isNotEqualTo(capture.body());
        return read(new Capture("", capture.headers(), body));
    }

    private SourceEvent asked(SourceEvent event) {
        return source.enrich(new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN)), event);
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }
}
