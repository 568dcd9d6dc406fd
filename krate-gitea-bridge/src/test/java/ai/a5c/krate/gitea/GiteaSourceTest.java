package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GiteaSourceTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
    private static final String START = "2026-11-22T16:00:00Z";

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN));
    private Instant now = Instant.parse(START);
    private final GiteaSource source = new GiteaSource(() -> now);

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void aWritersCommentOnAnIssueIsTrusted() {
        SourceEvent event = asked("0006");
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(event.trustReason()).isEqualTo("alice has the permission write in acme/app");
        assertThat(event.actor()).isEqualTo(new SourceEvent.Actor("alice", "2", "write", false));
    }

    @Test
    void aReadersCommentIsUntrusted() {
        SourceEvent event = asked("0007");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("mallory has the permission read in acme/app");
    }

    @Test
    void anOwnersPushIsTrusted() {
        SourceEvent event = asked("0078");
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(event.actor().permission()).isEqualTo("owner");
    }

    @Test
    void kratesOwnEchoIsKnownById() {
        assertThat(asked("0008").actor().self()).isTrue();
        assertThat(asked("0031").actor().self()).isTrue();
        assertThat(asked("0006").actor().self()).isFalse();
    }

    @Test
    void anAccountWithOurNameAndAnotherIdIsNotUsAndHasNoPermission() {
        Capture echo = Capture.number("0008");
        String renamed = echo.body().replaceAll("\"id\": 4,(\\s+\"login\": \"claude-bot\")", "\"id\": 44,$1");
        assertThat(renamed).isNotEqualTo(echo.body());
        SourceEvent event = source.enrich(forge(), read(new Capture("", echo.headers(), renamed)));
        assertThat(event.actor()).isEqualTo(new SourceEvent.Actor("claude-bot", "44", "unknown", false));
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void aNameThatBelongsToAnotherAccountNowIsUntrusted() {
        SourceEvent event = source.enrich(forge(), by("alice", "22"));
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason()).isEqualTo("the name alice belongs to another account now");
    }

    @Test
    void anUnknownNameIsUntrusted() {
        assertThat(source.enrich(forge(), by("nosuch", "77")).trustReason())
                .isEqualTo("what nosuch may do in acme/app is not known to the forge"
                        + " (status 404: user does not exist [uid: 0, name: nosuch, keyid: 0])");
    }

    @Test
    void ghostsActionsAndNamesThatWouldBeAnotherPathAreNotAskedFor() {
        for (SourceEvent event : new SourceEvent[] {
            by("Ghost", "-1"), by("gitea-actions", "-2"), by("..", "5"), by("evil[bot]", "6"), by("a/b", "7")
        }) {
            SourceEvent judged = source.enrich(forge(), event);
            assertThat(judged.trust()).isEqualTo(Trust.UNTRUSTED);
            assertThat(judged.trustReason())
                    .isEqualTo(event.actor().login() + " is no account of a person that permissions can be asked for");
        }
    }

    @Test
    void anotherPersonsEditIsARequestOfNeither() {
        SourceEvent event = asked("0083");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.actor().login()).isEqualTo("root1");
        assertThat(event.trustReason()).isEqualTo("root1 edited what account 3 wrote, so it is a request of neither");
    }

    @Test
    void aWritersCommentOnTheirOwnPullRequestIsTrustedAtItsHead() {
        SourceEvent event = asked("0033");
        assertThat(event.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(event.sha()).contains("09dad1bb002af703fe52c6b1d0da85c44ecd1440");
        assertThat(event.branch()).contains("feature/alice");
        assertThat(event.ref()).contains("refs/pull/3/head");
        assertThat(event.baseRef()).contains("main");
        assertThat(event.fork()).isFalse();
    }

    @Test
    void aWritersWordOnAForksPullRequestMakesItsCodeNoMoreTrusted() {
        SourceEvent event = asked("0080");
        assertThat(event.actor().permission()).isEqualTo("write");
        assertThat(event.fork()).isTrue();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason())
                .isEqualTo("the code comes from a fork, or it cannot be told where it comes from");
    }

    @Test
    void aDeletedForkIsAForkStill() {
        gitea.loseFork(4);
        SourceEvent event = asked("0080");
        assertThat(event.fork()).isTrue();
        assertThat(event.branch()).contains("refs/pull/4/head");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void anAgitPullRequestIsUntrustedWhoeverTouchesIt() {
        assertThat(asked("0081").trust()).isEqualTo(Trust.UNTRUSTED);
        Capture comment = Capture.number("0033");
        Capture onSix = new Capture("", comment.headers(), comment.body().replace("\"number\": 3", "\"number\": 6"));
        SourceEvent event = source.enrich(forge(), read(onSix));
        assertThat(event.sha()).contains("5bab785975a8a2babc88149eb02de6027432aaed");
        assertThat(event.fork()).isTrue();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void aPullRequestThatCannotBeSeenIsUntrusted() {
        Capture comment = Capture.number("0033");
        Capture gone = new Capture("", comment.headers(), comment.body().replace("\"number\": 3", "\"number\": 9"));
        SourceEvent event = source.enrich(forge(), read(gone));
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason())
                .isEqualTo("pull request 9 cannot be seen (status 404: The target couldn't be found.)");
    }

    @Test
    void aWorkflowRunOfAForksPullRequestStaysOnItsCommitAndIsUntrusted() {
        SourceEvent event = source.enrich(forge(), read(Capture.newest("workflow_run_completed_failure_pull_request")));
        assertThat(event.sha()).contains("76c7d0fbfdc855e558a3eb2eb995e1acfa286325");
        assertThat(event.baseRef()).contains("main");
        assertThat(event.fork()).isTrue();
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void withoutTheRightToAskEverybodyIsUntrustedAndTheReasonSaysWhatToGrant() {
        StandInGitea.Config config =
                new StandInGitea.Config(TOKEN, "claude-bot", false, true, Map.of(), InstantSource.system());
        try (StandInGitea strict = StandInGitea.start(config)) {
            SourceEvent event = source.enrich(forge(strict.baseUrl(), TOKEN), read(Capture.number("0006")));
            assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
            assertThat(event.actor().permission()).isEqualTo("unknown");
            assertThat(event.trustReason())
                    .isEqualTo(
                            "what alice may do in acme/app cannot be asked: make Krate's account an administrator of the"
                                    + " repository (status 403: Only admins can query all permissions, repo admins can query all"
                                    + " repo permissions, collaborators can query only their own)");
        }
    }

    @Test
    void withAWrongTokenEverybodyIsUntrusted() {
        SecretValue wrong = new SecretValue("wrong-token".getBytes(StandardCharsets.UTF_8));
        SourceEvent event = source.enrich(forge(gitea.baseUrl(), wrong), read(Capture.number("0006")));
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(event.trustReason())
                .isEqualTo("Krate's own account cannot be told, so an echo of its own could not be: give its token the"
                        + " scope read:user (status 401: invalid username, password or token)");
    }

    @Test
    void withoutACredentialNobodyIsAsked() {
        Forge open = new Forge("http://127.0.0.1:1", "acme", "app", Optional.empty());
        assertThat(source.enrich(open, read(Capture.number("0006"))).trustReason())
                .isEqualTo("the repository names no credential, so the forge cannot be asked about the actor");
    }

    @Test
    void anEventOfAnotherRepositoryIsUntrusted() {
        Forge other = new Forge(gitea.baseUrl(), "acme", "other", Optional.of(TOKEN));
        assertThat(source.enrich(other, read(Capture.number("0006"))).trustReason())
                .isEqualTo("the event is about acme/app, not about acme/other");
    }

    @Test
    void whatTheForgeSaysIsGoodForAMinute() {
        asked("0006");
        gitea.failNext(500, "database is locked");
        now = now.plus(Duration.ofSeconds(59));
        assertThat(asked("0006").trust()).isEqualTo(Trust.TRUSTED);
        now = now.plus(Duration.ofSeconds(1));
        assertThatExceptionOfType(SourceUnavailableException.class).isThrownBy(() -> asked("0006"));
    }

    @Test
    void aClockThatWasSetBackMakesNoAnswerOlderThanAMinuteGood() {
        asked("0006");
        now = now.minus(Duration.ofDays(1));
        gitea.failNext(500, "database is locked");
        assertThatExceptionOfType(SourceUnavailableException.class).isThrownBy(() -> asked("0006"));
    }

    @Test
    void aForgeThatFailsMayBeAskedAgain() {
        gitea.failNext(500, "sesame-open\nis what you sent");
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> asked("0006"))
                .withMessage("%s cannot be asked now: status 500: [secret] is what you sent", gitea.baseUrl());
        assertThat(asked("0006").trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void aForgeThatIsDownMayBeAskedAgain() {
        gitea.close();
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> asked("0006"))
                .withMessageStartingWith(gitea.baseUrl() + " cannot be asked now: ");
    }

    @Test
    void aUrlThatCannotBeOfAForgeIsAReason() {
        for (String url :
                new String[] {"ftp://host", "file:///etc/passwd", "http://u:p@host", "not a url", "http:///x"}) {
            SourceEvent event = source.enrich(forge(url, TOKEN), read(Capture.number("0006")));
            assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
            assertThat(event.trustReason()).startsWith("spec.forge.baseUrl of the repository ");
        }
    }

    @Test
    void aCredentialThatIsNoTokenIsNotSaidAloud() {
        SecretValue broken = new SecretValue("first\nsecond".getBytes(StandardCharsets.UTF_8));
        assertThat(source.enrich(forge(gitea.baseUrl(), broken), read(Capture.number("0006")))
                        .trustReason())
                .isEqualTo("the repository's credential is no API token: it has spaces or control characters");
    }

    private SourceEvent asked(String number) {
        return source.enrich(forge(), read(Capture.number(number)));
    }

    private SourceEvent by(String login, String id) {
        SourceEvent event = read(Capture.number("0021"));
        return event.judged(new SourceEvent.Actor(login, id, "unknown", false), Trust.UNTRUSTED, "");
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }

    private Forge forge() {
        return forge(gitea.baseUrl(), TOKEN);
    }

    private static Forge forge(String baseUrl, SecretValue token) {
        return new Forge(baseUrl, "acme", "app", Optional.of(token));
    }
}
