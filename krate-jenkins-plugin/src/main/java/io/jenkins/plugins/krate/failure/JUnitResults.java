package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import hudson.Extension;
import hudson.model.Run;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.test.AbstractTestResultAction;
import hudson.tasks.test.TestResult;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads what the JUnit plugin recorded; needs that plugin. */
@Extension(optional = true)
public final class JUnitResults extends TestResults {

    private static final int LONGEST = 5_000;

    @Override
    List<FailedTest> failedIn(Run<?, ?> run, UnaryOperator<String> redact) {
        AbstractTestResultAction<?> action = run.getAction(AbstractTestResultAction.class);
        if (action == null) {
            return List.of();
        }
        return action.getFailedTests().stream()
                .sorted(Comparator.comparingInt(JUnitResults::age))
                .limit(BuildReport.MOST_TESTS)
                .map(test ->
                        new FailedTest(redact.apply(test.getFullDisplayName()), age(test), redact.apply(message(test))))
                .toList();
    }

    private static int age(TestResult test) {
        return test instanceof CaseResult one ? one.getAge() : 0;
    }

    private static String message(TestResult test) {
        String details = test.getErrorDetails();
        String told = details == null || details.isBlank() ? test.getErrorStackTrace() : details;
        return told == null ? "" : told.substring(0, Math.min(told.length(), LONGEST));
    }
}
