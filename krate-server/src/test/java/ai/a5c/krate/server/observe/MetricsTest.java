package ai.a5c.krate.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.observe.KrateEvent;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void whatHappensIsCountedByPhaseWithoutNames() {
        Metrics metrics = new Metrics();
        metrics.on(new KrateEvent.RunMoved("acme", "run-1", "running"));
        metrics.on(new KrateEvent.RunMoved("acme", "run-2", "running"));
        metrics.on(new KrateEvent.StepFailed("attempt", "run-1", "gone"));
        metrics.gauge("krate.watchers", () -> 3);
        assertThat(metrics.text())
                .contains("krate_runs_total{phase=\"running\"} 2.0")
                .contains("krate_step_failures_total{loop=\"attempt\"} 1.0")
                .contains("krate_watchers 3.0")
                .doesNotContain("acme");
    }
}
