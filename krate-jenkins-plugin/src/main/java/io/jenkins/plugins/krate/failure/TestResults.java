package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.List;
import java.util.function.UnaryOperator;

/** Knows which tests of a build failed; there is none where no plugin records tests. */
public abstract class TestResults implements ExtensionPoint {

    /** The tests of {@code run} that failed, those that are new first; all their texts went through {@code redact}. */
    abstract List<FailedTest> failedIn(Run<?, ?> run, UnaryOperator<String> redact);
}
