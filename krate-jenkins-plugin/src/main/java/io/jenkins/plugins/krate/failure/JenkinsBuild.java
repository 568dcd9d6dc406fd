package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.krate.build.KrateAction;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** A build of this Jenkins, as far as its report is concerned. */
final class JenkinsBuild implements FailedBuild {

    private final Run<?, ?> run;
    private final ReportFile file;

    JenkinsBuild(Run<?, ?> run) {
        this.run = run;
        this.file = new ReportFile(run.getRootDir().toPath());
    }

    /** The build at an address; empty if it, or its job, was deleted. */
    static Optional<JenkinsBuild> at(PendingReport address) {
        Job<?, ?> job = Jenkins.get().getItemByFullName(address.job(), Job.class);
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(address.number());
        return run == null ? Optional.empty() : Optional.of(new JenkinsBuild(run));
    }

    @Override
    public ReportMark mark() {
        ReportMark known = run.getAction(ReportMark.class);
        if (known != null) {
            return known;
        }
        ReportMark made = new ReportMark(Instant.ofEpochMilli(run.getTimeInMillis() + run.getDuration()));
        run.addAction(made);
        return made;
    }

    @Override
    public boolean isWanted() {
        return KrateGlobalConfiguration.get().settingsOf(run.getParent()).reports();
    }

    @Override
    public BuildReport report() throws IOException {
        Optional<BuildReport> kept = file.read();
        if (kept.isPresent()) {
            return kept.get();
        }
        BuildReport made = new ReportCollector(run).collect(KrateGlobalConfiguration.controllerId());
        file.keep(made);
        return made;
    }

    @Override
    public KrateEngine engine() {
        return KrateGlobalConfiguration.engineFor(run);
    }

    @Override
    public void show(ReportOutcome outcome) {
        KrateAction page = KrateAction.of(run);
        outcome.runs().forEach(page::saw);
        if (outcome.settled() && outcome.runs().isEmpty()) {
            page.saw(new RunView(
                    "", Phase.DENIED, "", "", "failure report", outcome.decision(), outcome.reasons(), "", List.of()));
        }
    }

    @Override
    public void save() throws IOException {
        run.save();
    }

    @Override
    public void forgetReport() throws IOException {
        file.delete();
    }
}
