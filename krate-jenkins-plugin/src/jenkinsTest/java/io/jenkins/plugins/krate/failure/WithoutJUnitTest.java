package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import org.junit.jupiter.api.Test;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A Jenkins in a process of its own, in which the JUnit plugin is not installed. */
class WithoutJUnitTest {

    @Test
    void failuresAreReportedWithoutTests() throws Throwable {
        RealJenkinsRule rule = new RealJenkinsRule().omitPlugins("junit");
        Statement test = new Statement() {
            @Override
            public void evaluate() throws Throwable {
                rule.then(WithoutJUnitTest::report);
            }
        };
        rule.apply(test, Description.createTestDescription(WithoutJUnitTest.class, "withoutJUnit"))
                .evaluate();
    }

    private static void report(JenkinsRule jenkins) throws Throwable {
        InboxConfiguration.open();
        FreeStyleProject job = jenkins.createFreeStyleProject("app");
        job.getBuildersList().add(new Shell("echo 'src/app.c:3:1: error: broken_word'; exit 1"));
        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        BuildReport report = InboxConfiguration.next();

        assertThat(jenkins.jenkins.getPlugin("junit")).isNull();
        assertThat(report.failure().orElseThrow().error()).contains("broken_word");
        assertThat(report.tests()).isEmpty();
    }
}
