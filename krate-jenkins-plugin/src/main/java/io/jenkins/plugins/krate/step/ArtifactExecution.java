package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A {@code krateArtifact} at work; asks again after a restart. */
final class ArtifactExecution extends StepExecution {

    private static final long serialVersionUID = 1;

    private static final int MOST_TRIES = 5;

    /** More does not belong into the state of a build. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final String run;
    private final String name;
    private transient volatile boolean stopped;

    ArtifactExecution(StepContext context, String run, String name) {
        super(context);
        this.run = run;
        this.name = name;
    }

    @Override
    public boolean start() {
        Calls.later(Duration.ZERO, () -> attempt(1));
        return false;
    }

    @Override
    public void onResume() {
        start();
    }

    @Override
    public void stop(Throwable cause) {
        stopped = true;
        getContext().onFailure(cause);
    }

    private void attempt(int number) {
        if (stopped) {
            return;
        }
        try {
            Run<?, ?> build = getContext().get(Run.class);
            byte[] bytes = KrateGlobalConfiguration.engineFor(build).artifact(run, name);
            finish(text(bytes));
        } catch (EngineException e) {
            failed(e, number);
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail(e);
        }
    }

    private void failed(EngineException problem, int number) {
        if (problem.mayPass() && number < MOST_TRIES) {
            Duration own = Duration.ofSeconds(1L << number);
            Duration asked = problem.retryAfter();
            Calls.later(own.compareTo(asked) > 0 ? own : asked, () -> attempt(number + 1));
        } else {
            fail(new AbortException("krateArtifact: " + problem.getMessage()));
        }
    }

    private void finish(String text) {
        if (!stopped) {
            getContext().onSuccess(text);
        }
    }

    private void fail(Exception problem) {
        if (!stopped) {
            getContext().onFailure(problem);
        }
    }

    private static String text(byte[] bytes) throws AbortException {
        if (bytes.length > MOST_BYTES) {
            throw new AbortException("krateArtifact: the artifact has %d bytes, more than the %d that a script may hold"
                    .formatted(bytes.length, MOST_BYTES));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AbortException("krateArtifact: the artifact is no text");
        }
    }
}
