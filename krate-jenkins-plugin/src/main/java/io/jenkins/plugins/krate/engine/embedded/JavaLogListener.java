package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.observe.KrateListener;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes what happens in the engine into the controller's log. */
final class JavaLogListener implements KrateListener {

    private static final Logger LOG = Logger.getLogger(JavaLogListener.class.getName());

    @Override
    public void on(KrateEvent event) {
        if (event instanceof KrateEvent.StepFailed failed) {
            LOG.log(Level.WARNING, "Krate: {0} of {1} failed and is tried again: {2}", new Object[] {
                failed.loop(), failed.subject(), failed.problem()
            });
        } else {
            LOG.log(Level.FINE, "Krate: {0}", event);
        }
    }
}
