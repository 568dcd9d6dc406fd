package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import java.io.IOException;

/** A build as far as its report is concerned. */
interface FailedBuild {

    /** How far its report is; made if there is none yet. */
    ReportMark mark();

    /** Whether its job still reports failures. */
    boolean isWanted();

    /** Its report: collected once, then always the same one. */
    BuildReport report() throws IOException;

    /** The engine that its job reports to; errors as there. */
    KrateEngine engine();

    /** Shows on the build's page what came of the report. */
    void show(ReportOutcome outcome) throws IOException;

    /** Saves the build with its mark. */
    void save() throws IOException;

    /** Deletes the report that was kept, when nobody needs it any more. */
    void forgetReport() throws IOException;
}
