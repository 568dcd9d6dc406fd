package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.RunEffect.ApplyWriteBack;
import ai.a5c.krate.dispatch.RunEffect.LaunchAttempt;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RunLawsTest {

    private static final int STEPS = 60;

    @Test
    void onlyAPersonOpensWhatIsOverAndAttemptsGrowByAtMostOne() {
        walk((before, event, moved) -> {
            RunState after = moved.state();
            boolean wanted = event instanceof RunEvent.AttemptRequested;
            assertThat(before.phase().isTerminal()).isEqualTo(wanted);
            assertThat(after.attempts()).isBetween(before.attempts() + (wanted ? 1 : 0), before.attempts() + 1);
            assertThat(after.cancelRequested() || !before.cancelRequested() || wanted)
                    .isTrue();
        });
    }

    @Test
    void whatMovedOnceIsRecognizedWhenItComesAgain() {
        walk((before, event, moved) -> {
            if (!(event instanceof RunEvent.Admitted)) {
                assertThat(((Refused<RunState, RunEffect>) RunMachine.on(moved.state(), event)).reason())
                        .as(() -> "%s again, after %s".formatted(event, before))
                        .isEqualTo(Reason.ALREADY_DONE);
            }
        });
    }

    @Test
    void aRequestedWriteBackIsNeverLostAndNoneIsOpenAtTheEnd() {
        walk((before, event, moved) -> {
            assertThat(moved.state().writeBacks())
                    .extracting(WriteBack::ordinal)
                    .containsAll(
                            before.writeBacks().stream().map(WriteBack::ordinal).toList());
            assertThat(moved.state().writeBacks())
                    .noneMatch(one ->
                            moved.state().phase().isTerminal() && one.standing().isOpen());
        });
    }

    @Test
    void nothingIsAppliedWithoutConsentAndNothingStartsAfterACancel() {
        walk((before, event, moved) -> {
            boolean consent = event instanceof RunEvent.WriteBackApproved
                    || (event instanceof RunEvent.AttemptSucceeded success
                            && success.requested().stream().anyMatch(one -> !one.needsApproval()));
            assertThat(moved.effects()).noneMatch(effect -> effect instanceof ApplyWriteBack && !consent);
            assertThat(moved.effects())
                    .noneMatch(effect -> before.cancelRequested()
                            && (effect instanceof ApplyWriteBack || effect instanceof LaunchAttempt));
        });
    }

    @Test
    void everyRunCanStillEnd() {
        Seeds.forAll(300, random -> {
            RunState run = RunState.pending(2);
            for (int step = 0; step < random.nextInt(STEPS); step++) {
                run = next(run, any(run, random));
            }
            run = next(run, new RunEvent.CancelRequested("maria"));
            run = next(run, new RunEvent.AttemptLost(Math.max(1, run.attempts()), "x"));
            for (WriteBack one : run.writeBacks()) {
                run = next(run, new RunEvent.WriteBackSettled(one.ordinal(), WriteBackStanding.CANCELLED));
            }
            assertThat(run.phase().isTerminal()).isTrue();
        });
    }

    @Test
    void theWalkGoesEverywhere() {
        Set<RunPhase> seen = new HashSet<>();
        walk((before, event, moved) -> seen.add(moved.state().phase()));
        assertThat(seen).contains(RunPhase.values());
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainByAnAttemptThatCameLater() {
        walk((before, event, moved) -> before.writeBacks().stream()
                .filter(one -> !one.standing().isOpen())
                .forEach(one -> assertThat(moved.state().writeBacks()).contains(one)));
    }

    private static void walk(Law law) {
        Seeds.forAll(300, random -> {
            RunState run = RunState.pending(3);
            for (int step = 0; step < STEPS; step++) {
                RunEvent event = any(run, random);
                if (RunMachine.on(run, event) instanceof Moved<RunState, RunEffect> moved) {
                    law.check(run, event, moved);
                    run = moved.state();
                }
            }
        });
    }

    private static RunState next(RunState run, RunEvent event) {
        return RunMachine.on(run, event) instanceof Moved<RunState, RunEffect> moved ? moved.state() : run;
    }

    private static RunEvent any(RunState run, RandomGenerator random) {
        int attempt = Math.max(1, run.attempts() - random.nextInt(2));
        String gate = "ap-" + random.nextInt(3);
        List<Integer> ordinals = run.writeBacks().isEmpty()
                ? List.of(random.nextInt(3))
                : List.of(run.writeBacks()
                        .get(random.nextInt(run.writeBacks().size()))
                        .ordinal());
        List<RequestedWriteBack> requested = new ArrayList<>();
        int first = random.nextBoolean() ? 0 : 10 * run.attempts();
        for (int ordinal = 0; ordinal < random.nextInt(4); ordinal++) {
            requested.add(new RequestedWriteBack(first + ordinal, random.nextBoolean()));
        }
        WriteBackStanding outcome = List.of(WriteBackStanding.values()).get(random.nextInt(2, 9));
        List<RunEvent> events = List.of(
                new RunEvent.Admitted(),
                new RunEvent.Admitted(),
                new RunEvent.HeldForApproval(gate),
                new RunEvent.GateApproved(gate),
                new RunEvent.GateApproved(gate),
                random.nextInt(5) == 0 ? new RunEvent.GateDenied(gate, "no") : new RunEvent.GateExpired(gate),
                new RunEvent.Blocked("x"),
                new RunEvent.Claimed(attempt, Math.max(1, run.fencingToken() + random.nextInt(-1, 2))),
                new RunEvent.Claimed(attempt, run.fencingToken() + 1),
                new RunEvent.Postponed(attempt, "x"),
                new RunEvent.AttemptSucceeded(attempt, requested),
                new RunEvent.AttemptFailed(attempt, "x", random.nextBoolean()),
                new RunEvent.AttemptLost(attempt, "x"),
                new RunEvent.WriteBackApproved(ordinals),
                new RunEvent.WriteBackDenied(ordinals),
                new RunEvent.WriteBackHeld(ordinals),
                new RunEvent.WriteBackSettled(ordinals.get(0), outcome),
                new RunEvent.RetryRequested("maria"),
                new RunEvent.AttemptRequested(
                        run.attempts() + random.nextInt(1, 3) - (run.attempts() > 0 ? 1 : 0), "maria"),
                random.nextInt(4) == 0
                        ? new RunEvent.CancelRequested("maria")
                        : new RunEvent.AttemptCancelled(attempt));
        return events.get(random.nextInt(events.size()));
    }

    @FunctionalInterface
    private interface Law {
        void check(RunState before, RunEvent event, Moved<RunState, RunEffect> moved);
    }
}
