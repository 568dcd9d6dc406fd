package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.ActiveRuns;
import java.util.List;
import java.util.Optional;

/** Counts what is under way for a rule, in the transaction that decides. */
final class UnderWay {

    private static final String[] ACTIVE = {"pending", "queued", "running", "waiting-for-approval"};

    ActiveRuns of(Records records, Request request) {
        String repository = request.repository().metadata().name();
        List<AgentDispatchRun> ofRule = records
                .list(
                        AgentDispatchRun.class,
                        Query.of("AgentDispatchRun", request.namespace())
                                .whereField(
                                        "spec.triggerRule",
                                        request.match().rule().metadata().name())
                                .whereField("status.phase", ACTIVE))
                .stream()
                .toList();
        List<String> ofWorkItem = ofRule.stream()
                .filter(run -> !request.workItem().isEmpty())
                .filter(run -> run.spec().repository().equals(repository))
                .filter(run -> run.spec().workItem().equals(request.workItem()))
                .map(run -> run.metadata().name())
                .toList();
        return new ActiveRuns(ofWorkItem, Optional.empty(), ofRule.size(), Optional.empty());
    }
}
