package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.embedded.EmbeddedEngines;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/** Has the engine in this controller be as it is configured: at work after a start, anew after a change, closed at the end. */
@Extension
public final class EmbeddedEngineWatch extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(EmbeddedEngineWatch.class.getName());
    private static final long EVERY_SECONDS = 30;

    private boolean over;
    private List<String> told = List.of();

    /** Jobs are there, so runs that were at work may go on. */
    @Override
    public synchronized void onLoaded() {
        over = false;
        var unused = Timer.get().scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void onBeforeShutdown() {
        over = true;
        EmbeddedEngines.close();
    }

    private synchronized void look() {
        if (over) {
            return;
        }
        try {
            if (KrateGlobalConfiguration.get().getEngine() instanceof EmbeddedEngineConfiguration configured) {
                tell(EmbeddedEngines.refresh(configured.settings()));
            } else {
                EmbeddedEngines.close();
            }
        } catch (EngineException e) {
            tell(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "the Krate of this controller does not open", e);
        }
    }

    /** What is wrong is told once, and again when it is something else. */
    private void tell(List<String> faults) {
        if (!faults.equals(told) && !faults.isEmpty()) {
            LOGGER.log(Level.WARNING, "the Krate of this controller: {0}", String.join("; ", faults));
        }
        told = faults;
    }
}
