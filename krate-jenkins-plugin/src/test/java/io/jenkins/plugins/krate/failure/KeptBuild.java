package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failed build in memory. */
final class KeptBuild implements FailedBuild {

    static final Instant ENDED = Instant.parse("2026-01-31T12:00:00Z");

    final List<ReportOutcome> shown = new ArrayList<>();
    boolean wanted = true;
    boolean broken;
    boolean forgotten;
    int collected;
    int saved;

    private final PendingReport address;
    private final KrateEngine engine;
    private @Nullable ReportMark mark;

    KeptBuild(PendingReport address, KrateEngine engine) {
        this.address = address;
        this.engine = engine;
    }

    /** The same build as it was saved before it was sent. */
    KeptBuild afterCrash() {
        return new KeptBuild(address, engine);
    }

    @Override
    public ReportMark mark() {
        ReportMark known = mark == null ? new ReportMark(ENDED) : mark;
        mark = known;
        return known;
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public BuildReport report() throws IOException {
        if (broken) {
            throw new IllegalStateException("a plugin of this Jenkins is broken");
        }
        collected = 1;
        return BuildReport.of(
                new BuildReport.Controller("c-1", ""),
                new BuildReport.Build(
                        address.job(),
                        address.number(),
                        ENDED.minusSeconds(60),
                        ENDED,
                        BuildReport.Result.FAILURE,
                        "",
                        BuildReport.Kind.PIPELINE,
                        List.of(),
                        List.of(),
                        Optional.empty()));
    }

    @Override
    public KrateEngine engine() {
        return engine;
    }

    @Override
    public void show(ReportOutcome outcome) {
        shown.add(outcome);
    }

    @Override
    public void save() {
        saved++;
    }

    @Override
    public void forgetReport() {
        forgotten = true;
    }
}
