package ai.a5c.krate.server.observe;

import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.observe.KrateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the core reports to the log: names and codes, never content. */
public final class LogListener implements KrateListener {

    private static final Logger LOG = LoggerFactory.getLogger("ai.a5c.krate.engine");

    @Override
    public void on(KrateEvent event) {
        if (event instanceof KrateEvent.DeliveryStored stored) {
            LOG.info(
                    "{}: delivery {} stored{}",
                    stored.organization(),
                    stored.delivery(),
                    stored.duplicate() ? " already" : "");
        } else if (event instanceof KrateEvent.DeliveryDecided decided) {
            LOG.info("{}: delivery {} {}", decided.organization(), decided.delivery(), decided.decision());
        } else if (event instanceof KrateEvent.RunMoved moved) {
            LOG.info("{}: run {} {}", moved.organization(), moved.run(), moved.phase());
        } else if (event instanceof KrateEvent.ApprovalMoved moved) {
            LOG.info("{}: approval {} {}", moved.organization(), moved.approval(), moved.phase());
        } else if (event instanceof KrateEvent.WriteBackMoved moved) {
            LOG.info("{}: write-back {} {}", moved.organization(), moved.writeBack(), moved.phase());
        } else if (event instanceof KrateEvent.StepFailed failed) {
            LOG.warn("{} of {} failed, will be tried again: {}", failed.loop(), failed.subject(), failed.problem());
        }
    }
}
