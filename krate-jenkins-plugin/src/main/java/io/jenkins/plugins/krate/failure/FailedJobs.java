package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Follows jobs and folders to their new names, and after a start finds the reports that are under way. */
@Extension
public final class FailedJobs extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(FailedJobs.class.getName());

    @Override
    public void onLoaded() {
        try {
            ReportDesk.get().recover();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "cannot find the reports that were under way", e);
        }
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        try {
            ReportDesk.get().moved(oldFullName, newFullName);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot follow " + oldFullName + " to " + newFullName);
        }
    }
}
