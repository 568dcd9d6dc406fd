package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.config.ReportSettings;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hears of finished builds; takes those in that failed, of jobs that report them, and lets every build go on at once. */
@Extension
public final class FailureListener extends RunListener<Run<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(FailureListener.class.getName());

    @Override
    public void onFinalized(Run<?, ?> run) {
        try {
            if (isReported(run)) {
                ReportDesk.get().take(run);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot report " + run.getExternalizableId());
        }
    }

    private static boolean isReported(Run<?, ?> run) {
        Result result = run.getResult();
        boolean failed = Result.FAILURE.equals(result) || Result.UNSTABLE.equals(result);
        if (!failed && !Result.ABORTED.equals(result)) {
            return false;
        }
        ReportSettings settings = KrateGlobalConfiguration.get().settingsOf(run.getParent());
        return failed ? settings.reports() : settings.aborted();
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        try {
            ReportDesk.get().forget(run);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot forget " + run.getExternalizableId());
        }
    }
}
