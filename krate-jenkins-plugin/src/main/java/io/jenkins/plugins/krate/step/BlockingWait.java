package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.RunView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for a run on the thread of a build that has it anyway, by the same rules as a pipeline's step. */
final class BlockingWait {

    private final Waiting rules;
    private final Function<Watch, RunView> ask;
    private final Consumer<String> log;
    private final Pause pause;
    private final InstantSource clock;

    BlockingWait(Waiting rules, Function<Watch, RunView> ask, Consumer<String> log, Pause pause, InstantSource clock) {
        this.rules = rules;
        this.ask = ask;
        this.log = log;
        this.pause = pause;
        this.clock = clock;
    }

    /** How it ended, and with what remembered. */
    Turn untilOver() throws InterruptedException {
        Turn turn = turn(Watch.begun(clock.millis()));
        while (turn.next() instanceof Turn.Ask again) {
            pause.take(again.after(), turn.watch());
            turn = turn(turn.watch());
        }
        return turn;
    }

    private Turn turn(Watch watch) {
        Turn turn = heard(watch);
        turn.told().forEach(log);
        return turn;
    }

    private Turn heard(Watch watch) {
        try {
            return rules.heard(watch, ask.apply(watch), clock.millis());
        } catch (EngineException e) {
            return rules.failed(watch, e, clock.millis());
        }
    }

    /** Lets time pass. */
    interface Pause {

        /** Pauses; {@code known} is remembered for whoever is interrupted meanwhile. */
        void take(Duration length, Watch known) throws InterruptedException;
    }
}
