package io.jenkins.plugins.krate.step;

import hudson.model.Run;
import io.jenkins.plugins.krate.build.KrateAction;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A dispatch at the end of a build; whatever goes wrong is told in its log. */
final class PostBuild {

    private final Run<?, ?> build;
    private final BuildLog log;
    private final DispatchOrder order;

    PostBuild(Run<?, ?> build, BuildLog log, DispatchParameters parameters, BuiltCode code) {
        this.build = build;
        this.log = log;
        String key = RequestKeys.of(
                KrateGlobalConfiguration.controllerId(),
                build.getExternalizableId(),
                build.getTimeInMillis(),
                "post-build/" + parameters.stack());
        this.order = parameters.order(key, code);
    }

    void dispatch(boolean wait, Duration timeout) throws InterruptedException, IOException {
        Goal goal = wait ? Goal.OVER : Goal.DISPATCHED;
        Waiting rules = new Waiting(goal, false, timeout, RandomGenerator.getDefault());
        Turn last = new BlockingWait(rules, this::ask, log::line, this::pause, InstantSource.system()).untilOver();
        if (last.next() instanceof Turn.Finish finish) {
            log.link(finish.run().url(), "Krate run %s".formatted(finish.run().id()));
        } else if (last.next() instanceof Turn.GiveUp gone) {
            log.line(gone.message());
            if (gone.cancel()) {
                cancel(last.watch(), "the build waited long enough");
            }
        }
    }

    private RunView ask(Watch known) {
        KrateEngine engine = KrateGlobalConfiguration.engineFor(build);
        RunView run = known.run().isEmpty() ? engine.dispatch(order) : engine.run(known.run());
        KrateAction.of(build).saw(run);
        return run;
    }

    /** Whoever aborts the build aborts the run. */
    private void pause(Duration length, Watch known) throws InterruptedException {
        try {
            boolean woken = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
            if (woken) {
                throw new IllegalStateException("nobody counts that latch down");
            }
        } catch (InterruptedException e) {
            Calls.soon(() -> cancel(known, "the build was aborted"));
            throw e;
        }
    }

    private void cancel(Watch known, String reason) {
        if (known.run().isEmpty()) {
            return;
        }
        try {
            KrateGlobalConfiguration.engineFor(build).cancel(known.run(), reason);
            log.line("run %s is asked to stop: %s".formatted(known.run(), reason));
        } catch (EngineException e) {
            log.line("run %s could not be asked to stop: %s".formatted(known.run(), e.getMessage()));
        }
    }
}
