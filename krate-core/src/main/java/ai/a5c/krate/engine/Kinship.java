package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.kind.execution.AgentDispatchRun;

/** What follows for a run's subagents, and for whoever asked for it as one, from how it moves. */
final class Kinship {

    private final Records records;
    private final RunBook book;

    Kinship(Records records, RunBook book) {
        this.records = records;
        this.book = book;
    }

    /**
     * Ends the subagents of a run that is over or being cancelled, and those of an attempt that is over; has a subagent's
     * end told to its parent.
     */
    void after(AgentDispatchRun before, AgentDispatchRun after, RunEvent event) {
        boolean over = after.status().finishedAt() != null;
        if (over && before.status().finishedAt() == null && isSubagent(after)) {
            records.transaction().send(Topics.SUBAGENT_OVER, after.key().toString(), records.now());
        }
        if (over || after.status().cancelRequested()) {
            after.status().childRuns().forEach(name -> cancel(after, name, ""));
        } else if (event instanceof RunEvent.AttemptEnded ended) {
            String attempt = RunBook.attemptName(after, ended.attempt());
            after.status().childRuns().forEach(name -> cancel(after, name, attempt));
        }
    }

    /** Cancels the run of that name if it is a subagent of {@code parent} that {@code attempt} asked for; empty for any. */
    private void cancel(AgentDispatchRun parent, String name, String attempt) {
        records.get(AgentDispatchRun.class, parent.metadata().namespace(), name)
                .filter(Kinship::isSubagent)
                .filter(child ->
                        attempt.isEmpty() || child.spec().request().askedBy().equals(attempt))
                .filter(child -> child.status().finishedAt() == null)
                .filter(child -> !child.status().cancelRequested())
                .ifPresent(child -> book.on(
                        records,
                        child,
                        new RunEvent.CancelRequested("run " + parent.metadata().name()),
                        "krate"));
    }

    private static boolean isSubagent(AgentDispatchRun run) {
        return !run.spec().request().subagent().isEmpty();
    }
}
