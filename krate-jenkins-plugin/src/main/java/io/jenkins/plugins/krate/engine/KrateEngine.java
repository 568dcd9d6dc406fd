package io.jenkins.plugins.krate.engine;

import ai.a5c.krate.source.jenkins.BuildReport;
import java.util.List;

/**
 * Krate as the plugin sees it. Every method may block for a bounded time, so none is called on a thread that serves
 * pages or runs the Groovy of a pipeline; every method throws {@link EngineException}.
 */
public interface KrateEngine {

    /** The most bytes of an artifact that are handed over. */
    int LARGEST_ARTIFACT = 4 * 1024 * 1024;

    /**
     * Asks for a run; the same {@link DispatchOrder#key} finds the run that was made before.
     *
     * @return the run; its phase is {@link Phase#DENIED} where the permission review said no
     */
    RunView dispatch(DispatchOrder order);

    /** The run now. */
    RunView run(String id);

    /** Has the run end; does nothing to one that has ended. */
    void cancel(String id, String reason);

    /** The questions about a run, the newest first. */
    List<ApprovalView> approvals(String run);

    /**
     * Answers a question. Code {@code STALE} if it is about something else by now.
     *
     * @return the question after it
     */
    ApprovalView decide(Verdict verdict);

    /**
     * The bytes of an artifact, at most {@link #LARGEST_ARTIFACT}.
     *
     * @param name its whole name, or a kind such as {@code patch} for the latest of that kind
     */
    byte[] artifact(String run, String name);

    /** Tells of a finished build; the same build is told of once, however often this is asked. */
    ReportAnswer report(BuildReport report);

    /** What came of a report, so far. */
    ReportOutcome outcomeOf(ReportAnswer answer);

    /** What answers, after asking it; for a test of the connection. */
    EngineInfo info();
}
