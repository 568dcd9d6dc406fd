package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import java.util.Comparator;
import java.util.List;

/** The write-backs of a run as resources: the effect journal. */
public final class WriteBacks {

    private WriteBacks() {}

    /** The name of a run's write-back. */
    public static String name(AgentDispatchRun run, int ordinal) {
        return "%s-wb-%d".formatted(run.metadata().name(), ordinal);
    }

    /** All of {@code run}, by ordinal. */
    public static List<AgentWriteBack> of(Records records, AgentDispatchRun run) {
        return records
                .list(
                        AgentWriteBack.class,
                        Query.of("AgentWriteBack", run.metadata().namespace())
                                .whereField("spec.dispatchRun", run.metadata().name()))
                .stream()
                .sorted(Comparator.comparingInt(one -> one.spec().ordinal()))
                .toList();
    }

    /** Offers one to the executor. */
    static void apply(Records records, AgentDispatchRun run, int ordinal) {
        AgentWriteBack one = records.need(AgentWriteBack.class, run.metadata().namespace(), name(run, ordinal));
        if (one.status().phase() == WriteBackPhase.REQUESTED) {
            records.update(one.with(one.status().in(WriteBackPhase.APPROVED)));
        }
        records.transaction().send(Topics.WRITE_BACK, one.key().toString(), records.now());
    }

    /** Closes those that nobody has allowed yet, because the run was cancelled. */
    static void supersede(Records records, AgentDispatchRun run) {
        Reason reason = new Reason("RunCancelled", "the run was cancelled before a person had decided");
        for (AgentWriteBack one : of(records, run)) {
            if (one.status().phase() == WriteBackPhase.REQUESTED) {
                records.update(one.with(one.status().ended(WriteBackPhase.SUPERSEDED, reason, records.now())));
            }
        }
    }

    /** Closes those that a person forbade. */
    static void deny(Records records, AgentDispatchRun run, List<Integer> ordinals, String reason) {
        for (AgentWriteBack one : of(records, run)) {
            if (ordinals.contains(one.spec().ordinal()) && one.status().phase() == WriteBackPhase.REQUESTED) {
                records.update(one.with(one.status()
                        .ended(WriteBackPhase.DENIED, new Reason("ApprovalDenied", reason), records.now())));
            }
        }
    }
}
