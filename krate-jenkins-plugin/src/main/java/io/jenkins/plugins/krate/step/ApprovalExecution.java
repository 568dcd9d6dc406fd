package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A {@code krateApproval} at work. */
final class ApprovalExecution extends WaitingExecution {

    private static final long serialVersionUID = 1;

    private final long timeoutSeconds;

    ApprovalExecution(StepContext context, String run, Duration timeout) {
        super(context, Watch.of(run, System.currentTimeMillis()));
        this.timeoutSeconds = timeout.toSeconds();
    }

    /** Once nobody is asked any more, the decision is what became of the latest question. */
    @Override
    RunView ask(KrateEngine engine, Watch known) {
        RunView run = engine.run(known.run());
        if (run.asks() || !(known.phase().equals(Waiting.ASKS) || run.phase().isFinal())) {
            return run;
        }
        return engine.approvals(known.run()).stream()
                .findFirst()
                .map(ApprovalView::standing)
                .map(run::decided)
                .orElse(run);
    }

    @Override
    Waiting rules() {
        return new Waiting(Goal.ANSWERED, false, Duration.ofSeconds(timeoutSeconds), RandomGenerator.getDefault());
    }

    @Override
    boolean ownsTheRun() {
        return false;
    }
}
