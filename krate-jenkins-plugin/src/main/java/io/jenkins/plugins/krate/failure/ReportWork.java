package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.model.PeriodicWork;
import java.time.Duration;

/** Every few seconds goes on with reports: sends again what could not be sent, and looks at what came of others. */
@Extension
public final class ReportWork extends PeriodicWork {

    private static final Duration PERIOD = Duration.ofSeconds(15);

    @Override
    public long getRecurrencePeriod() {
        return PERIOD.toMillis();
    }

    @Override
    public long getInitialDelay() {
        return PERIOD.toMillis();
    }

    @Override
    protected void doRun() {
        ReportDesk.get().work();
    }
}
