package ai.a5c.krate.dispatch;

import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import java.util.List;

/** What the run's machine answers, taken apart. */
final class RunMoves {

    private RunMoves() {}

    static Transition<RunState, RunEffect> on(RunState run, RunEvent event) {
        return RunMachine.on(run, event);
    }

    static Transition<RunState, RunEffect> moved(RunState run, RunEffect... effects) {
        return new Moved<>(run, List.of(effects));
    }

    static RunState state(Transition<RunState, RunEffect> transition) {
        return ((Moved<RunState, RunEffect>) transition).state();
    }

    static List<RunEffect> effects(Transition<RunState, RunEffect> transition) {
        return ((Moved<RunState, RunEffect>) transition).effects();
    }

    static Reason reason(Transition<RunState, RunEffect> transition) {
        return ((Refused<RunState, RunEffect>) transition).reason();
    }
}
