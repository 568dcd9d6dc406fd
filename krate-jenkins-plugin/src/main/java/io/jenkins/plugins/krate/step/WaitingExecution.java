package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.krate.KrateRun;
import io.jenkins.plugins.krate.build.KrateAction;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that waits for a run: asks, remembers, lets go of the thread, and goes on after a restart of Jenkins. */
abstract class WaitingExecution extends StepExecution {

    private static final long serialVersionUID = 1;

    private static final Logger LOGGER = Logger.getLogger(WaitingExecution.class.getName());

    private volatile Watch watch;
    private transient volatile boolean settled;

    WaitingExecution(StepContext context, Watch watch) {
        super(context);
        this.watch = watch;
    }

    /** What the engine says now; {@code known} tells whether there is a run. */
    abstract RunView ask(KrateEngine engine, Watch known);

    /** The rules of this wait. */
    abstract Waiting rules();

    /** Whether an aborted or overdue wait takes the run with it. */
    abstract boolean ownsTheRun();

    @Override
    public boolean start() throws Exception {
        Calls.later(Duration.ZERO, this::turn);
        return false;
    }

    @Override
    public void onResume() {
        Calls.later(Duration.ZERO, this::turn);
    }

    @Override
    public void stop(Throwable cause) {
        if (settle()) {
            cancel(watch.run(), "the build was aborted");
            getContext().onFailure(cause);
        }
    }

    @Override
    public String getStatus() {
        Watch now = watch;
        return now.run().isEmpty() ? "asking Krate" : "Krate run %s is %s".formatted(now.run(), now.phase());
    }

    private void turn() {
        if (settled) {
            return;
        }
        try {
            perform(next());
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (settle()) {
                getContext().onFailure(e);
            }
        }
    }

    private Turn next() throws IOException, InterruptedException {
        Run<?, ?> build = getContext().get(Run.class);
        Watch before = watch;
        try {
            RunView run = ask(KrateGlobalConfiguration.engineFor(build), before);
            Turn turn = rules().heard(before, run, System.currentTimeMillis());
            keep(before, turn.watch());
            KrateAction.of(build).saw(run.decided(turn.watch().decision()));
            if (before.run().isEmpty() && !run.id().isEmpty()) {
                log().link(run.url(), "Krate run %s".formatted(run.id()));
            }
            return turn;
        } catch (EngineException e) {
            Turn turn = rules().failed(before, e, System.currentTimeMillis());
            keep(before, turn.watch());
            return turn;
        }
    }

    /** Saved as soon as a run is known, so that a restart finds it and does not ask again. */
    private void keep(Watch before, Watch now) {
        watch = now;
        if (settled && before.run().isEmpty()) {
            cancel(now.run(), "the build was aborted");
        } else if (!before.run().equals(now.run()) || !before.phase().equals(now.phase())) {
            var unused = getContext().saveState();
        }
    }

    private void perform(Turn turn) throws IOException, InterruptedException {
        if (settled) {
            return;
        }
        for (String line : turn.told()) {
            log().line(line);
        }
        if (turn.next() instanceof Turn.Ask ask) {
            Calls.later(ask.after(), this::turn);
        } else if (settle()) {
            end(turn);
        }
    }

    private void end(Turn turn) {
        if (turn.next() instanceof Turn.Finish finish) {
            getContext().onSuccess(KrateRun.of(finish.run()));
        } else if (turn.next() instanceof Turn.GiveUp gone) {
            if (gone.cancel()) {
                cancel(turn.watch().run(), "the build waited long enough");
            }
            getContext().onFailure(new AbortException(Texts.text(gone.message())));
        }
    }

    /** Whether this call is the one that ends the step. */
    private synchronized boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    private void cancel(String run, String reason) {
        if (ownsTheRun() && !run.isEmpty()) {
            Cancelling cancelling = new Cancelling(getContext(), run, reason);
            cancelling.tell("run %s is asked to stop: %s".formatted(run, reason));
            cancelling.begin();
        }
    }

    private BuildLog log() throws IOException, InterruptedException {
        return new BuildLog(getContext().get(TaskListener.class));
    }

    /** Asks to cancel until the engine has heard it, or for a while. */
    private record Cancelling(StepContext context, String run, String reason, int tries) {

        private static final int MOST = 6;

        Cancelling(StepContext context, String run, String reason) {
            this(context, run, reason, 1);
        }

        void begin() {
            Calls.soon(this::attempt);
        }

        private void attempt() {
            try {
                Run<?, ?> build = context.get(Run.class);
                KrateGlobalConfiguration.engineFor(build).cancel(run, reason);
            } catch (EngineException e) {
                again(e);
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.WARNING, "Krate run " + run + " could not be asked to stop", e);
            }
        }

        private void again(EngineException problem) {
            if (problem.mayPass() && tries < MOST) {
                Duration pause = Duration.ofSeconds(1L << tries);
                Calls.later(pause, new Cancelling(context, run, reason, tries + 1)::attempt);
            } else {
                LOGGER.log(Level.WARNING, "Krate run " + run + " could not be asked to stop", problem);
                tell("run %s could not be asked to stop: %s".formatted(run, problem.getMessage()));
            }
        }

        private void tell(String line) {
            try {
                new BuildLog(context.get(TaskListener.class)).line(line);
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.INFO, "Krate: {0}", line);
            }
        }
    }
}
