package ai.a5c.krate.engine.intake;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.TriggerEvaluator;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Optional;

/** What the rule and the event of a run tell an agent, told once more. */
public final class Assignments {

    private final Desk desk;

    public Assignments(Desk desk) {
        this.desk = desk;
    }

    /** As the rule says it now; what the run's agent was told in all, where rule or event are not there any more. */
    public List<LayerInput> of(AgentDispatchRun run) {
        return again(run).orElseGet(() -> before(run));
    }

    private Optional<List<LayerInput>> again(AgentDispatchRun run) {
        String namespace = run.metadata().namespace();
        Optional<AgentTriggerRule> rule =
                desk.get(AgentTriggerRule.class, namespace, run.spec().triggerRule());
        Optional<Repository> repository =
                desk.get(Repository.class, namespace, run.spec().repository());
        Optional<SourceEvent> event = desk.get(
                        AgentTriggerExecution.class, namespace, run.spec().triggerExecution())
                .map(execution -> Json.fromTree(
                        Json.readObject(
                                Blobs.text(desk.ports(), execution.spec().eventDigest())),
                        SourceEvent.class));
        if (rule.isEmpty() || repository.isEmpty() || event.isEmpty()) {
            return Optional.empty();
        }
        CompiledRules rules = CompiledRules.of(List.of(rule.get()), desk.ports().predicates());
        return TriggerEvaluator.evaluate(event.get(), rules).matches().stream()
                .findFirst()
                .map(match -> Orders.inputs(Request.of(match, event.get(), repository.get(), "")));
    }

    private List<LayerInput> before(AgentDispatchRun run) {
        return desk
                .get(
                        AgentContextBundle.class,
                        run.metadata().namespace(),
                        run.spec().contextBundleRef())
                .map(bundle -> LayerInput.of(
                        Layer.SOURCE,
                        bundle.key().toString(),
                        Trust.MEMBER,
                        LayerInput.MARKDOWN,
                        Blobs.text(desk.ports(), bundle.spec().promptDigest())))
                .stream()
                .toList();
    }
}
