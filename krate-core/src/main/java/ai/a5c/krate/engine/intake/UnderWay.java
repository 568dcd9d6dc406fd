package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Turns;
import ai.a5c.krate.engine.draft.Rates;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.ActiveRuns;
import ai.a5c.krate.trigger.AdmissionFacts;
import java.util.List;
import java.util.Optional;

/** Reads everything that an admission follows from, in the transaction that decides and under its locks. */
final class UnderWay {

    private static final String[] ACTIVE = {"pending", "queued", "running", "waiting-for-approval"};

    private final Joins joins = new Joins();
    private final Rates rates = new Rates();

    AdmissionFacts of(Records records, Request request) {
        if (request.echo().isPresent()) {
            return AdmissionFacts.ofEcho(request.echo().get());
        }
        return new AdmissionFacts(
                active(records, request),
                joins.join(records, request),
                rates.quotas(records, request.counted()),
                Optional.empty());
    }

    private ActiveRuns active(Records records, Request request) {
        List<AgentDispatchRun> ofRule = runs(records, request.namespace(), request.rule());
        List<AgentDispatchRun> ofWorkItem = ofRule.stream()
                .filter(run -> isOf(run, request.repository().metadata().name(), request.workItem()))
                .toList();
        return new ActiveRuns(
                names(ofWorkItem, false),
                names(ofWorkItem, true).stream().reduce((first, last) -> last),
                names(ofRule, false).size(),
                joins.dedupeHolder(records, request));
    }

    /** The runs of a rule that have not ended, the oldest first. */
    static List<AgentDispatchRun> runs(Records records, String namespace, String rule) {
        return records.list(
                AgentDispatchRun.class,
                Query.of("AgentDispatchRun", namespace)
                        .whereField("spec.triggerRule", rule)
                        .whereField("status.phase", ACTIVE));
    }

    private static boolean isOf(AgentDispatchRun run, String repository, String workItem) {
        return !workItem.isEmpty()
                && run.spec().repository().equals(repository)
                && run.spec().workItem().equals(workItem);
    }

    private static List<String> names(List<AgentDispatchRun> runs, boolean waiting) {
        return runs.stream()
                .filter(run -> Turns.isWaiting(run) == waiting)
                .map(run -> run.metadata().name())
                .toList();
    }
}
