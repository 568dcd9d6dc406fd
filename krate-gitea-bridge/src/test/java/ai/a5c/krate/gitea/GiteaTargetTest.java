package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.gitea.standin.StandInComment;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GiteaTargetTest {

    private static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
    private static final String MARKER = "<!-- krate effect=7 mac=00ff -->";

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(TOKEN));
    private final GiteaTarget target = target(gitea);

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void itWritesWhatGiteasApiTakes() {
        assertThat(target.actions())
                .containsExactlyInAnyOrder(
                        "issue-comment",
                        "pr-comment",
                        "status-comment",
                        "pr-review",
                        "commit-status",
                        "label",
                        "reaction",
                        "create-branch",
                        "open-pr",
                        "workflow-rerun",
                        "check-rerun");
    }

    @Test
    void aCommentEndsInItsMarkerAndIsFoundByIt() {
        assertThat(target.find(comment("1", MARKER))).isEmpty();
        Written written = target.write(comment("1", MARKER));
        assertThat(written).isEqualTo(new Written("100", gitea.baseUrl() + "/acme/app/issues/1#issuecomment-100"));
        assertThat(gitea.comments("acme", "app", 1)).singleElement().satisfies(said -> {
            assertThat(said.login()).isEqualTo("claude-bot");
            assertThat(said.body()).isEqualTo("Fixed. ünïcödé 🚀\n\n" + MARKER + "\n");
        });
        assertThat(target.find(comment("1", MARKER))).contains(written);
    }

    @Test
    void aCommentOnAPullRequestIsLinkedThere() {
        Mutation mutation = new Mutation("pr-comment", "acme", "app", "3", "Done.", MARKER, Map.of());
        assertThat(target.write(mutation).url()).isEqualTo(gitea.baseUrl() + "/acme/app/pulls/3#issuecomment-100");
    }

    @Test
    void aMarkerInAStrangersCommentIsNotOurs() {
        gitea.say("mallory", 1, "Done.\n\n" + MARKER);
        gitea.say("root1", 1, MARKER);
        assertThat(target.find(comment("1", MARKER))).isEmpty();
        Written written = target.write(comment("1", MARKER));
        assertThat(target.find(comment("1", MARKER))).contains(written);
    }

    @Test
    void onlyTheWholeMarkerOnALineOfItsOwnCounts() {
        gitea.say("claude-bot", 1, "it ends in " + MARKER);
        gitea.say("claude-bot", 1, MARKER + " x");
        gitea.say("claude-bot", 1, "<!-- krate effect=7 mac=00f -->");
        assertThat(target.find(comment("1", MARKER))).isEmpty();
        StandInComment edited = gitea.say("claude-bot", 1, "first\r\n" + MARKER + "\r\nedited");
        assertThat(target.find(comment("1", MARKER)).map(Written::remoteId)).contains(Long.toString(edited.id()));
    }

    @Test
    void aMarkerOnAnotherIssueDoesNotCount() {
        target.write(comment("2", MARKER));
        assertThat(target.find(comment("1", MARKER))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMarkerIsFoundBehindManyComments(boolean paged) {
        StandInGitea.Config config =
                new StandInGitea.Config(TOKEN, "claude-bot", true, paged, Map.of(), InstantSource.system());
        try (StandInGitea busy = StandInGitea.start(config)) {
            for (int count = 0; count < 120; count++) {
                busy.say("alice", 1, "me too");
            }
            assertThat(target(busy).find(comment("1", MARKER))).isEmpty();
            Written written = target(busy).write(comment("1", MARKER));
            assertThat(written.remoteId()).isEqualTo("220");
            assertThat(target(busy).find(comment("1", MARKER))).contains(written);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | Unauthorized | false | the forge does not know Krate's token: status 401: no
            403 | Forbidden    | false | Krate may not comment on acme/app#1; its token needs write:issue and read:user (status 403: no)
            404 | NotFound     | false | acme/app#1 is not there, or Krate may not see it
            422 | Invalid      | false | acme/app#1 refused it: status 422: no
            423 | Locked       | false | acme/app#1 is locked or archived: status 423: no
            301 | Refused      | false | acme/app#1: status 301: no
            """)
    void aRefusalSaysWhyAndIsNotTriedAgain(int status, String code, boolean passing, String message) {
        gitea.failNext(status, "no");
        assertRefused(() -> target.write(comment("1", MARKER)), code, message, passing);
        assertThat(gitea.comments("acme", "app", 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429})
    void aFailureThatCanPassMayBeTriedAgain(int status) {
        String message = "%s did not take the call for acme/app#1: status %d: no".formatted(gitea.baseUrl(), status);
        gitea.failNext(status, "no");
        assertRefused(() -> target.write(comment("1", MARKER)), "Unreachable", message, true);
        gitea.failNext(status, "no");
        assertRefused(() -> target.find(comment("1", MARKER)), "Unreachable", message, true);
    }

    @Test
    void whatTheForgeSaysIsBoundedAndWithoutTheToken() {
        gitea.failNext(403, "token sesame-open lacks [write:issue]\u202e" + "x".repeat(5_000));
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> target.write(comment("1", MARKER)))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains("status 403: token [secret] lacks [write:issue] xxx")
                        .doesNotContain("sesame-open")
                        .hasSizeLessThan(450));
    }

    @Test
    void aForgeThatIsDownMayBeTriedAgain() {
        gitea.close();
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> target.write(comment("1", MARKER)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo("Unreachable");
                    assertThat(refused.isTransient()).isTrue();
                });
    }

    @Test
    void anIssueThatIsNotThereIsNotFound() {
        assertRefused(
                () -> target.find(comment("99", MARKER)),
                "NotFound",
                "acme/app#99 is not there, or Krate may not see it",
                false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1/../2", "main", "99999999999999999999"})
    void aTargetIsANumber(String number) {
        assertRefused(
                () -> target.write(comment(number, MARKER)),
                "NotFound",
                "'%s' is no issue or pull request number".formatted(number),
                false);
    }

    @Test
    void anActionOfAnotherTargetIsRefused() {
        Mutation push = new Mutation("branch-push", "acme", "app", "1", "", MARKER, Map.of());
        assertRefused(() -> target.write(push), "Unsupported", "'branch-push' is none of the actions of Gitea", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one\ntwo"})
    void aCommentNeedsAMarkerOfOneLine(String marker) {
        assertRefused(
                () -> target.write(comment("1", marker)), "Unmarked", "a comment needs a marker of one line", false);
    }

    @Test
    void aRepositoryWithoutAForgeIsNotFound() {
        GiteaTarget nowhere = new GiteaTarget((organization, repository) -> {
            throw new NoSuchElementException();
        });
        assertRefused(
                () -> nowhere.write(comment("1", MARKER)),
                "NotFound",
                "there is no repository 'app' with a forge",
                false);
    }

    private static void assertRefused(Runnable call, String code, String message, boolean passing) {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.isTransient()).isEqualTo(passing);
                });
    }

    private static Mutation comment(String number, String marker) {
        return new Mutation("issue-comment", "acme", "app", number, "Fixed. ünïcödé 🚀\n", marker, Map.of());
    }

    private static GiteaTarget target(StandInGitea gitea) {
        return new GiteaTarget(
                (organization, repository) -> new Forge(gitea.baseUrl(), "acme", repository, Optional.of(TOKEN)));
    }
}
