package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.AttemptTable.in;
import static ai.a5c.krate.dispatch.AttemptTable.stopping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.dispatch.AttemptEffect.Attach;
import ai.a5c.krate.dispatch.AttemptEffect.Launch;
import ai.a5c.krate.dispatch.AttemptEffect.Stop;
import ai.a5c.krate.dispatch.AttemptEvent.Assigned;
import ai.a5c.krate.dispatch.AttemptEvent.Attached;
import ai.a5c.krate.dispatch.AttemptEvent.CancelRequested;
import ai.a5c.krate.dispatch.AttemptEvent.Failed;
import ai.a5c.krate.dispatch.AttemptEvent.LaunchStarted;
import ai.a5c.krate.dispatch.AttemptEvent.Lost;
import ai.a5c.krate.dispatch.AttemptEvent.Postponed;
import ai.a5c.krate.dispatch.AttemptEvent.Succeeded;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.testkit.StateTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptMachineTest {

    /** Upper case: the phase that follows. Lower case: why the event is refused. */
    private static final String EXPECTED = """
            event                   | created | postp  | assgn  | launch | stopping | run    | stopping | input  | appr   | ok     | fail   | cancel | lost
            assigned again, token 7 | ASSIGN  | done   | done   | done   | done     | done   | done     | done   | done   | done   | done   | done   | done
            assigned, token 8       | ASSIGN  | ASSIGN | ASSIGN | LAUNCH | LAUNCH   | RUN    | RUN      | INPUT  | APPR   | ended  | ended  | ended  | ended
            launch-started          | token?  | no     | LAUNCH | done   | done     | done   | done     | done   | done   | done   | done   | done   | done
            postponed               | token?  | done   | CREATE | CREATE | CANCEL   | no     | no       | no     | no     | ended  | ended  | done   | ended
            attached                | token?  | no     | no     | RUN    | RUN      | done   | done     | done   | done   | done   | done   | done   | done
            input-needed            | token?  | no     | no     | no     | no       | INPUT  | stop     | done   | no     | ended  | ended  | ended  | ended
            approval-needed         | token?  | no     | no     | no     | no       | APPR   | stop     | APPR   | done   | ended  | ended  | ended  | ended
            resumed                 | token?  | no     | no     | no     | no       | done   | done     | RUN    | RUN    | ended  | ended  | ended  | ended
            succeeded               | token?  | no     | no     | no     | no       | OK     | CANCEL   | OK     | OK     | done   | ended  | done   | ended
            failed                  | token?  | no     | FAIL   | FAIL   | CANCEL   | FAIL   | CANCEL   | FAIL   | FAIL   | ended  | done   | done   | ended
            stopped                 | token?  | no     | no     | CANCEL | CANCEL   | CANCEL | CANCEL   | CANCEL | CANCEL | ended  | ended  | done   | ended
            lost                    | token?  | no     | no     | LOST   | LOST     | LOST   | LOST     | LOST   | LOST   | ended  | ended  | ended  | done
            cancel-requested        | CANCEL  | CANCEL | CANCEL | LAUNCH | done     | RUN    | done     | INPUT  | APPR   | ended  | ended  | done   | ended
            """;

    private static final Map<String, String> CODE = Map.ofEntries(
            Map.entry("created", "CREATE"),
            Map.entry("assigned", "ASSIGN"),
            Map.entry("launching", "LAUNCH"),
            Map.entry("running", "RUN"),
            Map.entry("waiting-for-input", "INPUT"),
            Map.entry("waiting-for-approval", "APPR"),
            Map.entry("succeeded", "OK"),
            Map.entry("failed", "FAIL"),
            Map.entry("cancelled", "CANCEL"),
            Map.entry("lost", "LOST"),
            Map.entry("already-done", "done"),
            Map.entry("already-ended", "ended"),
            Map.entry("not-in-this-phase", "no"),
            Map.entry("cancel-requested", "stop"),
            Map.entry("unknown-token", "token?"));

    @Test
    void everyPhaseAnswersEveryEvent() {
        assertThat(AttemptTable.table().cells(CODE)).isEqualTo(StateTable.parse(EXPECTED));
    }

    @Test
    void theSamplesCoverEveryPhaseAndEvent() {
        assertThat(AttemptTable.situations().values())
                .extracting(AttemptState::phase)
                .contains(AttemptPhase.values());
        assertThat(AttemptTable.events(7).values())
                .extracting(Object::getClass)
                .containsAll(RunMachineTest.leaves(AttemptEvent.class).toList());
    }

    @Test
    void theTableInTheDocsIsTheTableInTheCode() throws IOException {
        GeneratedFile.at("docs/reference/attempt-states.md")
                .mustBe(AttemptTable.table().render("How an attempt moves"));
    }

    @ParameterizedTest
    @EnumSource
    void anOlderWorkerIsToldThatItLostItsLease(AttemptPhase phase) {
        assertThat(AttemptTable.fromWorker(6))
                .filteredOn(event -> !event.equals(new Assigned(7)))
                .allSatisfy(event -> assertThat(reason(on(in(phase), event))).isEqualTo(Reason.STALE_TOKEN));
    }

    @Test
    void aTokenThatWasNeverHandedOutDoesNotCount() {
        assertThat(reason(on(in(AttemptPhase.RUNNING), new Succeeded(8)))).isEqualTo(Reason.UNKNOWN_TOKEN);
    }

    @Test
    void launchingIsStoredBeforeTheRuntimeIsAsked() {
        assertThat(on(in(AttemptPhase.ASSIGNED), new LaunchStarted(7)))
                .isEqualTo(moved(in(AttemptPhase.LAUNCHING), new Launch(1, 7)));
    }

    @Test
    void whoeverTakesALaunchOverLooksForItFirst() {
        AttemptState taken = new AttemptState(AttemptPhase.LAUNCHING, 1, 8, false, "");
        assertThat(on(in(AttemptPhase.LAUNCHING), new Assigned(8))).isEqualTo(moved(taken, new Launch(1, 8)));
        AttemptState running = new AttemptState(AttemptPhase.RUNNING, 1, 8, false, "");
        assertThat(on(in(AttemptPhase.RUNNING), new Assigned(8))).isEqualTo(moved(running, new Attach(1, 8)));
        assertThat(on(in(AttemptPhase.ASSIGNED), new Assigned(8)))
                .isEqualTo(moved(new AttemptState(AttemptPhase.ASSIGNED, 1, 8, false, "")));
    }

    @Test
    void whoeverTakesACancelledAttemptOverNeverLaunchesIt() {
        assertThat(effects(on(stopping(AttemptPhase.LAUNCHING), new Assigned(8))))
                .containsExactly(new Attach(1, 8));
        assertThat(effects(on(stopping(AttemptPhase.RUNNING), new Assigned(8))))
                .containsExactly(new Attach(1, 8), new Stop(1));
    }

    @Test
    void aCancelDuringTheLaunchIsRememberedAndStopsWhatIsAttached() {
        Transition<AttemptState, AttemptEffect> cancel = on(in(AttemptPhase.LAUNCHING), new CancelRequested("maria"));
        assertThat(cancel).isEqualTo(moved(stopping(AttemptPhase.LAUNCHING)));
        assertThat(on(stopping(AttemptPhase.LAUNCHING), new Attached(7)))
                .isEqualTo(moved(stopping(AttemptPhase.RUNNING), new Stop(1)));
        assertThat(on(stopping(AttemptPhase.LAUNCHING), new Postponed(7, "x")))
                .isEqualTo(moved(stopping(AttemptPhase.CANCELLED)));
    }

    @Test
    void aCancelBeforeTheLaunchEndsTheAttemptAtOnce() {
        assertThat(on(AttemptState.created(1), new CancelRequested("maria")))
                .isEqualTo(moved(new AttemptState(AttemptPhase.CANCELLED, 1, 0, true, "cancelled by maria")));
        assertThat(on(in(AttemptPhase.ASSIGNED), new CancelRequested("maria")))
                .isEqualTo(moved(stopping(AttemptPhase.CANCELLED)));
    }

    @Test
    void aCancelAtWorkStopsTheAgent() {
        assertThat(on(in(AttemptPhase.WAITING_FOR_INPUT), new CancelRequested("maria")))
                .isEqualTo(moved(stopping(AttemptPhase.WAITING_FOR_INPUT), new Stop(1)));
        assertThat(on(stopping(AttemptPhase.RUNNING), new Failed(7, "signal 15")))
                .isEqualTo(moved(stopping(AttemptPhase.CANCELLED)));
    }

    @Test
    void theEndSaysWhy() {
        for (AttemptPhase phase : List.of(AttemptPhase.ASSIGNED, AttemptPhase.LAUNCHING, AttemptPhase.RUNNING)) {
            assertThat(state(on(in(phase), new Failed(7, "exit status 1"))).reason())
                    .isEqualTo("exit status 1");
        }
        assertThat(state(on(in(AttemptPhase.RUNNING), new Lost(7, "host gone"))).reason())
                .isEqualTo("host gone");
        AttemptState postponed = state(on(in(AttemptPhase.LAUNCHING), new Postponed(7, "gateway not reachable")));
        assertThat(postponed.reason()).isEqualTo("gateway not reachable");
        AttemptState launched = state(on(state(on(postponed, new Assigned(8))), new LaunchStarted(8)));
        assertThat(launched.reason()).isEmpty();
        assertThat(state(on(in(AttemptPhase.ASSIGNED), new Postponed(7, "pool is drained")))
                        .reason())
                .isEqualTo("pool is drained");
    }

    @Test
    void anEndIsFinalAndTokensOnlyGrow() {
        Seeds.forAll(300, random -> {
            AttemptState attempt = AttemptState.created(1);
            for (int step = 0; step < 40; step++) {
                List<AttemptEvent> events = new ArrayList<>(
                        AttemptTable.fromWorker(Math.max(1, attempt.fencingToken() + random.nextInt(-1, 2))));
                events.add(new CancelRequested("maria"));
                AttemptEvent event = events.get(random.nextInt(events.size()));
                if (on(attempt, event) instanceof Moved<AttemptState, AttemptEffect> moved) {
                    assertThat(attempt.phase().isTerminal()).isFalse();
                    assertThat(moved.state().fencingToken()).isGreaterThanOrEqualTo(attempt.fencingToken());
                    assertThat(moved.state().cancelRequested() || !attempt.cancelRequested())
                            .isTrue();
                    assertThat(reason(on(moved.state(), event)))
                            .as(() -> "a replay of " + event)
                            .isEqualTo(Reason.ALREADY_DONE);
                    attempt = moved.state();
                }
            }
        });
    }

    @Test
    void aCancelledAttemptNeverSucceedsAndIsNeverLaunched() {
        Seeds.forAll(300, random -> {
            AttemptState attempt = in(List.of(AttemptPhase.values()).get(random.nextInt(6)));
            attempt = state(on(attempt, new CancelRequested("maria")));
            for (int step = 0; step < 20; step++) {
                List<AttemptEvent> events = AttemptTable.fromWorker(attempt.fencingToken());
                AttemptEvent event = events.get(random.nextInt(events.size()));
                if (on(attempt, event) instanceof Moved<AttemptState, AttemptEffect> moved) {
                    attempt = moved.state();
                    assertThat(moved.effects()).noneMatch(Launch.class::isInstance);
                    assertThat(attempt.phase()).isNotEqualTo(AttemptPhase.SUCCEEDED);
                }
            }
        });
    }

    @Test
    void hostileNumbersAreRefused() {
        assertThatThrownBy(() -> AttemptState.created(0)).hasMessage("an attempt's number is at least 1, got 0");
        assertThatThrownBy(() -> new AttemptState(AttemptPhase.CREATED, 1, -1, false, ""))
                .hasMessage("fencingToken must not be negative, got -1");
        assertThatThrownBy(() -> new Assigned(0)).hasMessage("a fencing token is at least 1, got 0");
    }

    private static Transition<AttemptState, AttemptEffect> on(AttemptState attempt, AttemptEvent event) {
        return AttemptMachine.on(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> moved(AttemptState attempt, AttemptEffect... effects) {
        return new Moved<>(attempt, List.of(effects));
    }

    private static AttemptState state(Transition<AttemptState, AttemptEffect> transition) {
        return ((Moved<AttemptState, AttemptEffect>) transition).state();
    }

    private static List<AttemptEffect> effects(Transition<AttemptState, AttemptEffect> transition) {
        return ((Moved<AttemptState, AttemptEffect>) transition).effects();
    }

    private static Reason reason(Transition<AttemptState, AttemptEffect> transition) {
        return ((Refused<AttemptState, AttemptEffect>) transition).reason();
    }
}
