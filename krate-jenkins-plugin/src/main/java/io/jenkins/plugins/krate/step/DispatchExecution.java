package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A {@code krateDispatch} at work. */
final class DispatchExecution extends WaitingExecution {

    private static final long serialVersionUID = 1;

    private final DispatchParameters parameters;
    private final boolean wait;
    private final boolean failOnDenied;
    private final long timeoutSeconds;
    private final String repository;
    private final String ref;
    private BuiltCode code = BuiltCode.NONE;
    private String key = "";

    DispatchExecution(StepContext context, KrateDispatchStep step, DispatchParameters parameters) {
        super(context, Watch.begun(System.currentTimeMillis()));
        this.parameters = parameters;
        this.wait = step.isWait();
        this.failOnDenied = step.isFailOnDenied();
        this.timeoutSeconds = step.patience().toSeconds();
        this.repository = step.getRepository();
        this.ref = step.getRef();
    }

    @Override
    public boolean start() throws Exception {
        Run<?, ?> build = getContext().get(Run.class);
        code = BuiltCode.of(repository, ref, getContext().get(EnvVars.class));
        if (code.repository().isEmpty()) {
            throw new AbortException(
                    "krateDispatch: say which repository it is about (repository: 'owner/name'); the checkout did not tell");
        }
        key = RequestKeys.of(
                KrateGlobalConfiguration.controllerId(),
                build.getExternalizableId(),
                build.getTimeInMillis(),
                getContext().get(FlowNode.class).getId());
        return super.start();
    }

    @Override
    RunView ask(KrateEngine engine, Watch known) {
        return known.run().isEmpty() ? engine.dispatch(parameters.order(key, code)) : engine.run(known.run());
    }

    @Override
    Waiting rules() {
        Goal goal = wait ? Goal.OVER : Goal.DISPATCHED;
        return new Waiting(goal, failOnDenied, Duration.ofSeconds(timeoutSeconds), RandomGenerator.getDefault());
    }

    @Override
    boolean ownsTheRun() {
        return true;
    }
}
