package ai.a5c.krate.server.observe;

import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.observe.KrateListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** Counts what the core reports; labels are phases and decisions only, so that their number is bounded. */
public final class Metrics implements KrateListener {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Override
    public void on(KrateEvent event) {
        if (event instanceof KrateEvent.DeliveryStored stored) {
            count("krate.deliveries", "duplicate", Boolean.toString(stored.duplicate()));
        } else if (event instanceof KrateEvent.DeliveryDecided decided) {
            count("krate.delivery.decisions", "decision", decided.decision());
        } else if (event instanceof KrateEvent.RunMoved moved) {
            count("krate.runs", "phase", moved.phase());
        } else if (event instanceof KrateEvent.ApprovalMoved moved) {
            count("krate.approvals", "phase", moved.phase());
        } else if (event instanceof KrateEvent.WriteBackMoved moved) {
            count("krate.write.backs", "phase", moved.phase());
        } else if (event instanceof KrateEvent.StepFailed failed) {
            count("krate.step.failures", "loop", failed.loop());
        }
    }

    /** Counts a webhook call that was refused with {@code status}. */
    public void hookRefused(int status) {
        count("krate.hooks.refused", "status", Integer.toString(status));
    }

    /** Shows {@code value} under {@code name} whenever somebody looks. */
    public void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    /** All counters in the text format of Prometheus. */
    public String text() {
        return registry.scrape();
    }

    private void count(String name, String label, String value) {
        registry.counter(name, label, value).increment();
    }
}
