package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.step.Turn.Ask;
import io.jenkins.plugins.krate.step.Turn.Finish;
import io.jenkins.plugins.krate.step.Turn.GiveUp;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitingTest {

    private static final long NOW = 1_000_000_000;
    private final EngineException down = new EngineException(Kind.UNAVAILABLE, "NO_CONNECTION", "nobody is there");

    private final Waiting waiting = waiting(Goal.OVER, true, Duration.ZERO);

    private static Waiting waiting(Goal goal, boolean failOnDenied, Duration timeout) {
        return new Waiting(goal, failOnDenied, timeout, new Random(7));
    }

    private static RunView run(Phase phase, Reason... reasons) {
        return new RunView("run-1", phase, "", "mender", "diagnosis", "", List.of(reasons), "", List.of());
    }

    private static RunView denied() {
        return RunView.denied(
                "mender", "diagnosis", "denied", List.of(new Reason("MissingGrant", "a grant is missing")));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void onlyTheEndEndsAWaitForTheEnd(Phase phase) {
        Turn turn = waiting(Goal.OVER, false, Duration.ZERO).heard(Watch.begun(NOW), run(phase), NOW);
        assertThat(turn.next()).isInstanceOf(phase.isFinal() ? Finish.class : Ask.class);
        assertThat(turn.watch().run()).isEqualTo("run-1");
        assertThat(turn.told()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void whoeverDoesNotWaitIsDoneWithTheDispatch(Phase phase) {
        assertThat(waiting(Goal.DISPATCHED, false, Duration.ZERO)
                        .heard(Watch.begun(NOW), run(phase), NOW)
                        .next())
                .isInstanceOf(Finish.class);
    }

    @Test
    void eachOutcomeIsTold() {
        assertThat(line(Phase.SUCCEEDED)).isEqualTo("Krate run run-1 succeeded");
        assertThat(line(Phase.FAILED, new Reason("TimedOut", "it took too long")))
                .isEqualTo("Krate run run-1 failed: it took too long");
        assertThat(line(Phase.CANCELLED, new Reason("Cancelled", "ada said so")))
                .isEqualTo("Krate run run-1 was cancelled: ada said so");
        assertThat(line(Phase.WAITING_FOR_APPROVAL)).isEqualTo("Krate run run-1 waits for an approval");
        assertThat(line(Phase.RUNNING, new Reason("approval", "it wants to use the network")))
                .isEqualTo("Krate run run-1 waits for an approval: it wants to use the network");
        assertThat(line(Phase.BLOCKED, new Reason("MissingGrant", "a grant is missing")))
                .isEqualTo("Krate run run-1 is blocked: a grant is missing");
    }

    private String line(Phase phase, Reason... reasons) {
        return waiting.heard(Watch.begun(NOW), run(phase, reasons), NOW).told().get(0);
    }

    @Test
    void aDenialFailsTheStepOnlyIfWanted() {
        Turn failed = waiting.heard(Watch.begun(NOW), denied(), NOW);
        assertThat(failed.next()).isEqualTo(new GiveUp("Krate denied the dispatch: a grant is missing", false));
        Turn told = waiting(Goal.OVER, false, Duration.ZERO).heard(Watch.begun(NOW), denied(), NOW);
        assertThat(told.next()).isInstanceOfSatisfying(Finish.class, finish -> {
            assertThat(finish.run().phase()).isEqualTo(Phase.DENIED);
            assertThat(finish.run().decision()).isEqualTo("denied");
        });
        assertThat(told.told()).containsExactly("Krate denied the dispatch: a grant is missing");
    }

    @Test
    void nothingNewIsNotTold() {
        Turn first = waiting.heard(Watch.begun(NOW), run(Phase.RUNNING), NOW);
        Turn second = waiting.heard(first.watch(), run(Phase.RUNNING), NOW);
        assertThat(second.told()).isEmpty();
        assertThat(waiting.heard(second.watch(), run(Phase.SUCCEEDED), NOW).told())
                .hasSize(1);
    }

    @Test
    void whatWasDecidedFirstStaysInTheRecord() {
        Watch asked = waiting.heard(Watch.begun(NOW), run(Phase.QUEUED).decided("created"), NOW)
                .watch();
        assertThat(waiting.heard(asked, run(Phase.SUCCEEDED), NOW).next())
                .isInstanceOfSatisfying(
                        Finish.class,
                        finish -> assertThat(finish.run().decision()).isEqualTo("created"));
    }

    @Test
    void aWaitForAnAnswerEndsWhenTheQuestionIsNoLongerAsked() {
        Waiting answers = waiting(Goal.ANSWERED, false, Duration.ZERO);
        Turn quiet = answers.heard(Watch.of("run-1", NOW), run(Phase.RUNNING), NOW);
        assertThat(quiet.next()).as("nobody was asked yet").isInstanceOf(Ask.class);
        Turn asking = answers.heard(quiet.watch(), run(Phase.WAITING_FOR_APPROVAL), NOW);
        assertThat(asking.next()).isInstanceOf(Ask.class);
        assertThat(answers.heard(asking.watch(), run(Phase.RUNNING).decided("approved"), NOW)
                        .next())
                .isInstanceOfSatisfying(
                        Finish.class,
                        finish -> assertThat(finish.run().decision()).isEqualTo("approved"));
        assertThat(answers.heard(Watch.of("run-1", NOW), run(Phase.CANCELLED), NOW)
                        .next())
                .isInstanceOf(Finish.class);
    }

    @Test
    void aDispatchThatMayPassIsAskedForAgainAndOthersAreNot() {
        Turn again = waiting.failed(Watch.begun(NOW), down, NOW);
        assertThat(again.next()).isInstanceOf(Ask.class);
        assertThat(again.told()).containsExactly("nobody is there; asking again.");
        assertThat(waiting.failed(again.watch(), down, NOW + 1_000).told()).isEmpty();
        assertThat(waiting.heard(again.watch(), run(Phase.QUEUED), NOW).told())
                .containsExactly("Krate answers again.", "Krate run run-1 is queued");
        for (Kind kind : new Kind[] {Kind.REFUSED, Kind.NOT_FOUND, Kind.UNAUTHENTICATED}) {
            assertThat(waiting.failed(Watch.begun(NOW), new EngineException(kind, "X", "no"), NOW)
                            .next())
                    .isEqualTo(new GiveUp("no", false));
        }
        assertThat(waiting.failed(Watch.begun(NOW), new EngineException(Kind.UNAVAILABLE, "NOT_CONFIGURED", "no"), NOW)
                        .next())
                .isEqualTo(new GiveUp("no", false));
    }

    @Test
    void aDispatchIsGivenUpAfterAQuarterOfAnHour() {
        Watch broken = waiting.failed(Watch.begun(NOW), down, NOW).watch();
        long quarter = Duration.ofMinutes(15).toMillis();
        assertThat(waiting.failed(broken, down, NOW + quarter).next()).isInstanceOf(Ask.class);
        assertThat(waiting.failed(broken, down, NOW + quarter + 1_000).next())
                .isEqualTo(new GiveUp(
                        "nobody is there; given up after 15m1s; a run may have been made none the less", false));
    }

    @Test
    void aRunIsWaitedForThroughADayWithoutAServer() {
        Watch broken = waiting.failed(Watch.of("run-1", NOW), down, NOW).watch();
        long day = Duration.ofHours(24).toMillis();
        assertThat(waiting.failed(broken, down, NOW + day).next()).isInstanceOf(Ask.class);
        assertThat(waiting.failed(broken, down, NOW + day + 1).next()).isInstanceOf(GiveUp.class);
        EngineException rotated = new EngineException(Kind.UNAUTHENTICATED, "UNAUTHENTICATED", "the token has expired");
        assertThat(waiting.failed(broken, rotated, NOW + 60_000).next()).isInstanceOf(Ask.class);
        assertThat(waiting.failed(broken, rotated, NOW + Duration.ofMinutes(16).toMillis())
                        .next())
                .isInstanceOf(GiveUp.class);
        EngineException gone = new EngineException(Kind.NOT_FOUND, "NOT_FOUND", "there is no such run");
        assertThat(waiting.failed(Watch.of("run-1", NOW), gone, NOW).next()).isInstanceOf(GiveUp.class);
    }

    @Test
    void whatTheServerAsksForIsWaitedForAndNeverLess() {
        EngineException busy = new EngineException(Kind.UNAVAILABLE, "RATE_LIMITED", "slower", Duration.ofMinutes(10));
        assertThat(waiting.failed(Watch.begun(NOW), busy, NOW).next()).isEqualTo(new Ask(Duration.ofMinutes(10)));
    }

    @Test
    void theTimeoutTakesTheRunWithIt() {
        Waiting bounded = waiting(Goal.OVER, true, Duration.ofMinutes(30));
        Watch watch = bounded.heard(Watch.begun(NOW), run(Phase.RUNNING), NOW).watch();
        long end = NOW + Duration.ofMinutes(30).toMillis();
        assertThat(bounded.heard(watch, run(Phase.RUNNING), end - 10).next()).isEqualTo(new Ask(Duration.ofMillis(10)));
        assertThat(bounded.heard(watch, run(Phase.RUNNING), end).next())
                .isEqualTo(new GiveUp("Krate was waited for longer than 30m; run run-1 is asked to stop", true));
        assertThat(bounded.failed(watch, down, end).next()).isInstanceOf(GiveUp.class);
        assertThat(bounded.heard(watch, run(Phase.SUCCEEDED), end).next())
                .as("what came just in time counts")
                .isInstanceOf(Finish.class);
    }

    @Test
    void pausesGrowToTheirBoundAndNeverVanish() {
        Seeds.forAll(200, random -> {
            Waiting some = new Waiting(Goal.OVER, true, Duration.ZERO, random);
            Phase phase = random.nextBoolean() ? Phase.RUNNING : Phase.WAITING_FOR_APPROVAL;
            Watch watch = Watch.begun(NOW);
            for (int i = 0; i < 30; i++) {
                boolean broken = random.nextInt(4) == 0;
                Turn turn = broken ? some.failed(watch, down, NOW) : some.heard(watch, run(phase), NOW);
                assertThat(((Ask) turn.next()).after()).isBetween(Duration.ofMillis(1_600), Duration.ofSeconds(144));
                watch = turn.watch();
            }
        });
        Watch calm = Watch.begun(NOW);
        for (int i = 0; i < 20; i++) {
            calm = waiting.heard(calm, run(Phase.RUNNING), NOW).watch();
        }
        assertThat(((Ask) waiting.heard(calm, run(Phase.RUNNING), NOW).next()).after())
                .isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
    }
}
