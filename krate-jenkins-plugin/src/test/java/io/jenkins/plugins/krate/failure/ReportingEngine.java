package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineInfo;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** An engine that takes reports, each once, and says of them what the test says; for any thread. */
final class ReportingEngine implements KrateEngine {

    final Map<String, BuildReport> received = new ConcurrentHashMap<>();
    final BlockingQueue<BuildReport> arrivals = new LinkedBlockingQueue<>();
    volatile @Nullable EngineException fault;
    volatile int asked;

    private volatile ReportOutcome outcome = new ReportOutcome(false, "", List.of(), List.of());

    void runIs(Phase phase) {
        RunView run = new RunView("run-1", phase, "", "mender", "ci-repair", "created", List.of(), "", List.of());
        outcome = new ReportOutcome(true, "created", List.of(), List.of(run));
    }

    void decided(String decision) {
        outcome = new ReportOutcome(true, decision, List.of(), List.of());
    }

    @Override
    public synchronized ReportAnswer report(BuildReport report) {
        asked++;
        failIfTold();
        boolean duplicate = received.putIfAbsent(report.deliveryId(), report) != null;
        if (!duplicate) {
            arrivals.add(report);
        }
        return new ReportAnswer(report.deliveryId(), duplicate);
    }

    @Override
    public ReportOutcome outcomeOf(ReportAnswer answer) {
        failIfTold();
        return outcome;
    }

    private void failIfTold() {
        EngineException told = fault;
        if (told != null) {
            throw told;
        }
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("a Krate in memory", "");
    }

    @Override
    public RunView dispatch(DispatchOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RunView run(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(String id, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApprovalView> approvals(String run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApprovalView decide(Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] artifact(String run, String name) {
        throw new UnsupportedOperationException();
    }
}
