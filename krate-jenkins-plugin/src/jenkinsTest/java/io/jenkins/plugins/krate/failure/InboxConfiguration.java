package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.model.ItemGroup;
import io.jenkins.plugins.krate.config.EngineConfiguration;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.KrateEngine;
import java.util.concurrent.TimeUnit;

/** The engine of tests: what is reported lands in a queue that outlives restarts of Jenkins. */
public final class InboxConfiguration extends EngineConfiguration {

    private static ReportingEngine engine = new ReportingEngine();

    @Override
    public KrateEngine engine(ItemGroup<?> context) {
        return engine;
    }

    /** A new and empty inbox, to which all failures are reported. */
    static ReportingEngine open() {
        engine = new ReportingEngine();
        KrateGlobalConfiguration.get().setEngine(new InboxConfiguration());
        KrateGlobalConfiguration.get().setReportFailures(true);
        return engine;
    }

    /** The next report; fails if none arrives. */
    static BuildReport next() throws InterruptedException {
        BuildReport report = engine.arrivals.poll(2, TimeUnit.MINUTES);
        assertThat(report).as("a report").isNotNull();
        return report;
    }
}
