package ai.a5c.krate.engine.draft;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Gates;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import java.util.Map;

/** Commits drafts: the run with its context, its timeline and what the review lets it do. */
public final class Starting {

    private final RunBook book = new RunBook();
    private final Gates gates = new Gates();

    /**
     * The run of {@code draft} with its bundle, stored.
     *
     * @param asker as it stands in the audit trail
     */
    public AgentDispatchRun create(Records records, Draft draft, String asker) {
        AgentDispatchRun run = records.create(draft.run());
        records.create(draft.bundle());
        WorkItemRates.count(records, run);
        String by = run.spec().requester().login();
        String about =
                run.spec().workItem().isEmpty() ? "" : " in " + run.spec().workItem();
        Journal.tell(
                records,
                run.key(),
                "phase",
                Map.of("text", "asked for by %s%s".formatted(by, about), "phase", "pending"));
        Journal.audit(
                records,
                asker,
                "run.created",
                run.key(),
                Map.of(
                        "actor", by,
                        "review", draft.review().snapshotDigest().text(),
                        "context", draft.bundle().spec().digest()));
        return run;
    }

    /** The run after its review: queued, waiting for a person, or blocked. */
    public AgentDispatchRun admit(Records records, AgentDispatchRun run, Draft draft) {
        return switch (draft.review().decision()) {
            case ALLOWED -> book.on(records, run, new RunEvent.Admitted(), "krate");
            case REQUIRES_APPROVAL -> gates.hold(records, run, draft.review());
            case DENIED -> book.on(records, run, new RunEvent.Blocked(draft.denial()), "krate");
        };
    }
}
