package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Turns;
import ai.a5c.krate.engine.draft.Rates;
import ai.a5c.krate.engine.draft.WorkItemRates;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.ActiveRuns;
import ai.a5c.krate.trigger.AdmissionFacts;
import ai.a5c.krate.trigger.Quota;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
                active(records, request), joins.join(records, request), quotas(records, request), Optional.empty());
    }

    private List<Quota> quotas(Records records, Request request) {
        WorkItemRates.Item item = new WorkItemRates.Item(
                request.namespace(),
                request.event().organization(),
                request.repository().metadata().name(),
                request.workItem());
        return Stream.concat(
                        rates.quotas(records, request.counted()).stream(), WorkItemRates.quotas(records, item).stream())
                .toList();
    }

    private ActiveRuns active(Records records, Request request) {
        List<AgentDispatchRun> ofWorkItem = ofWorkItem(records, request);
        return new ActiveRuns(
                names(ofWorkItem, false),
                names(ofWorkItem, true).stream().reduce((first, last) -> last),
                ofRule(records, request),
                joins.dedupeHolder(records, request));
    }

    /** The runs of rule and work item that have not ended, the oldest first; found by the work item, which has few. */
    private static List<AgentDispatchRun> ofWorkItem(Records records, Request request) {
        if (request.workItem().isEmpty()) {
            return List.of();
        }
        return records.list(
                AgentDispatchRun.class,
                Query.of("AgentDispatchRun", request.namespace())
                        .whereField("spec.workItem", request.workItem())
                        .whereField("spec.triggerRule", request.rule())
                        .whereField(
                                "spec.repository",
                                request.repository().metadata().name())
                        .whereField("status.phase", ACTIVE));
    }

    /** Nobody counts the runs of a rule that has no limit: there may be any number of them. */
    private static int ofRule(Records records, Request request) {
        boolean limited = request.match().rule().spec().concurrencyPolicy().maxActive() > 0;
        return limited
                ? names(runs(records, request.namespace(), request.rule()), false)
                        .size()
                : 0;
    }

    /** The runs of a rule that have not ended, the oldest first. */
    static List<AgentDispatchRun> runs(Records records, String namespace, String rule) {
        return records.list(
                AgentDispatchRun.class,
                Query.of("AgentDispatchRun", namespace)
                        .whereField("spec.triggerRule", rule)
                        .whereField("status.phase", ACTIVE));
    }

    private static List<String> names(List<AgentDispatchRun> runs, boolean waiting) {
        return runs.stream()
                .filter(run -> Turns.isWaiting(run) == waiting)
                .map(run -> run.metadata().name())
                .toList();
    }
}
