package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;

/** Takes in failed builds and works them off on a thread of the timer, one at a time. */
@Extension
public final class ReportDesk {

    private static final Logger LOGGER = Logger.getLogger(ReportDesk.class.getName());
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int LATEST_BUILDS = 3;

    private final ReentrantLock working = new ReentrantLock();
    private @Nullable PendingReports pending;

    static ReportDesk get() {
        return ExtensionList.lookupSingleton(ReportDesk.class);
    }

    private synchronized PendingReports pending() throws IOException {
        PendingReports known = pending;
        if (known == null) {
            known = new PendingReports(KrateGlobalConfiguration.directory().resolve("pending-reports.json"));
            pending = known;
        }
        return known;
    }

    /** Remembers a build before anything else is done with it, and has it reported soon. */
    void take(Run<?, ?> run) throws IOException {
        if (!pending().add(address(run))) {
            LOGGER.warning(() -> "too many reports wait to be sent to Krate; leaving out " + run.getExternalizableId());
            return;
        }
        new JenkinsBuild(run).mark();
        run.save();
        var unused = Timer.get().schedule(this::work, SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Forgets a build that is deleted. */
    void forget(Run<?, ?> run) throws IOException {
        pending().remove(address(run));
    }

    void moved(String from, String to) throws IOException {
        pending().move(from, to);
    }

    /** Looks for marks on the latest builds of each job, where the list of builds was lost. */
    void recover() throws IOException {
        PendingReports found = pending();
        boolean isNew = !Files.exists(KrateGlobalConfiguration.directory().resolve("controller-id"));
        if (found.wasReadable() || isNew) {
            return;
        }
        for (Job<?, ?> job : Jenkins.get().getAllItems(Job.class)) {
            Run<?, ?> run = job.getLastBuild();
            for (int i = 0; i < LATEST_BUILDS && run != null; i++) {
                ReportMark mark = run.getAction(ReportMark.class);
                if (mark != null && !mark.isOver()) {
                    found.add(address(run));
                }
                run = run.getPreviousBuild();
            }
        }
    }

    /** One round over all builds, unless there is one already; whatever goes wrong is left to the next. */
    void work() {
        if (working.tryLock()) {
            round();
        }
    }

    /** One round over all builds, after the one that there is. */
    void workAfterwards() {
        working.lock();
        round();
    }

    private void round() {
        try {
            new ReportRound(pending(), JenkinsBuild::at, InstantSource.system()).run();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "cannot go on with reports to Krate; trying again soon", e);
        } finally {
            working.unlock();
        }
    }

    private static PendingReport address(Run<?, ?> run) {
        return new PendingReport(run.getParent().getFullName(), run.getNumber());
    }
}
