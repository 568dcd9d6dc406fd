package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.FailureClass.Again;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailureClassTest {

    @Test
    void anEndIsClassedByItsCode() {
        Map.of(
                        "WallClockExceeded", FailureClass.TIMED_OUT,
                        "IdleTooLong", FailureClass.IDLE,
                        "OutputLimitExceeded", FailureClass.BUDGET_EXCEEDED,
                        "AgentLost", FailureClass.LOST,
                        "GitTimedOut", FailureClass.GIT,
                        "CommitNotFound", FailureClass.GIT,
                        "WorkspaceGone", FailureClass.WORKSPACE,
                        "SandboxUnavailable", FailureClass.LAUNCH_REFUSED,
                        "PermissionDenied", FailureClass.POLICY,
                        "Unexpected", FailureClass.INTERNAL)
                .forEach((code, expected) ->
                        assertThat(FailureClass.of(code, "rate limit")).as(code).isEqualTo(expected));
    }

    @Test
    void whatAnAgentSaysOfItselfIsReadForWellKnownWords() {
        Map.of(
                        "API Error: 429 {\"type\":\"rate_limit_error\"}", FailureClass.RATE_LIMITED,
                        "Too Many Requests", FailureClass.RATE_LIMITED,
                        "529 overloaded_error", FailureClass.OVERLOADED,
                        "Invalid API key · Please run /login", FailureClass.AUTHENTICATION,
                        "prompt is too long: 210000 tokens > 200000", FailureClass.CONTEXT_EXCEEDED,
                        "ended by signal 9", FailureClass.AGENT_CRASHED,
                        "exited with status 139", FailureClass.AGENT_CRASHED,
                        "exited with status 1", FailureClass.AGENT_FAILED,
                        "wrote 14290 lines of which 4013 are new", FailureClass.AGENT_FAILED,
                        "", FailureClass.AGENT_FAILED)
                .forEach((said, expected) -> assertThat(FailureClass.of("AgentFailed", said))
                        .as(said)
                        .isEqualTo(expected));
    }

    @Test
    void howLongToWaitIsReadWhereItIsSaid() {
        assertThat(FailureClass.retryAfter("429, Retry-After: 90")).contains(Duration.ofSeconds(90));
        assertThat(FailureClass.retryAfter("please try again in 2 minutes")).contains(Duration.ofMinutes(2));
        assertThat(FailureClass.retryAfter("Retry in 1.5s")).contains(Duration.ofSeconds(1));
        assertThat(FailureClass.retryAfter("try again in 300ms")).contains(Duration.ofMillis(300));
        assertThat(FailureClass.retryAfter("try again later")).isEmpty();
        assertThat(FailureClass.retryAfter("retry after 99999999999999999999 s"))
                .isEmpty();
    }

    @Test
    void aPauseGrowsIsCappedAndHonoursWhatWasAskedFor() {
        Again again = new Again(4, Duration.ofSeconds(60), Duration.ofMinutes(3));
        Seeds.forAll(200, random -> {
            long seed = random.nextLong();
            between(again.pause(1, seed, Optional.empty()), 60, 75);
            between(again.pause(2, seed, Optional.empty()), 120, 150);
            between(again.pause(4, seed, Optional.empty()), 180, 225);
            between(again.pause(1, seed, Optional.of(Duration.ofMinutes(20))), 1_200, 1_500);
            between(again.pause(1, seed, Optional.of(Duration.ofSeconds(1))), 60, 75);
            between(again.pause(1, seed, Optional.of(Duration.ofDays(9))), 21_600, 27_000);
            assertThat(again.pause(1, seed, Optional.empty())).isEqualTo(again.pause(1, seed, Optional.empty()));
            assertThat(again.pause(5, seed, Optional.empty())).isEmpty();
            assertThat(Again.NEVER.pause(1, seed, Optional.empty())).isEmpty();
        });
        assertThat(again.pause(1, 1, Optional.empty())).isNotEqualTo(again.pause(1, 2, Optional.empty()));
    }

    private static void between(Optional<Duration> pause, long least, long most) {
        assertThat(pause.orElseThrow()).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    @Test
    void everyClassIsWrittenAndReadAndSaysWhatToDo() throws IOException {
        for (FailureClass one : FailureClass.values()) {
            assertThat(FailureClass.of(one.word())).isEqualTo(one);
            assertThat(one.advice()).endsWith(".");
        }
        GeneratedFile.at("docs/reference/failure-classes.md").mustBe("""
                        # Why attempts fail

                        Rendered from the code. The class stands in `status.failureClass` of an attempt and in
                        `status.failure` of its run, with what to do and when it is tried again. A pause is up to a
                        quarter longer than given, doubles each time, and is never shorter than the provider asked for.

                        | class | what to do | tried again by itself | first pause | longest |
                        | --- | --- | --- | --- | --- |
                        %s""".formatted(
                Arrays.stream(FailureClass.values()).map(FailureClassTest::row).collect(Collectors.joining())));
    }

    private static String row(FailureClass one) {
        Again again = one.again();
        return again.times() == 0
                ? "| `%s` | %s | no | | |\n".formatted(one.word(), one.advice())
                : "| `%s` | %s | %d× | %d s | %d s |\n"
                        .formatted(
                                one.word(),
                                one.advice(),
                                again.times(),
                                again.first().toSeconds(),
                                again.longest().toSeconds());
    }
}
