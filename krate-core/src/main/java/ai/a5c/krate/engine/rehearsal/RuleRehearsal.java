package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.intake.Foresight;
import ai.a5c.krate.engine.intake.Outlook;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Evaluation;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries a rule, saved or not, on an event: by the code that decides for good, on a desk that cannot write. */
public final class RuleRehearsal {

    private final Desk stage;
    private final Listener listener;
    private final Foresight foresight;

    public RuleRehearsal(Desk desk) {
        this.stage = Stage.of(desk);
        this.listener = new Listener(stage);
        this.foresight = new Foresight(stage);
    }

    /** The organization whose events the rules of {@code namespace} look at. */
    public String organization(String namespace) {
        return stage.organization(namespace);
    }

    /**
     * What {@code rule}, if it were active, would make of {@code occasion}; stores nothing, and tells no secret.
     *
     * @throws ai.a5c.krate.engine.RefusedException {@code NOT_FOUND} if the delivery is not there, {@code BAD_REQUEST} if
     *     no bridge reads it
     * @throws ai.a5c.krate.source.SourceUnavailableException if the forge must be asked and cannot be
     */
    public Rehearsed rehearse(String namespace, AgentTriggerRule rule, Occasion occasion) {
        String organization = stage.organization(namespace);
        Told told = listener.hear(namespace, organization, occasion);
        Redactor redactor = new Confidential(stage).redactor(namespace);
        return Discreet.of(rehearse(rule, told), Rehearsed.class, redactor);
    }

    private Rehearsed rehearse(AgentTriggerRule rule, Told told) {
        Narration narration = new Narration(rule);
        if (told.event().isEmpty() || told.repository().isEmpty()) {
            return narration.withoutEvent(told);
        }
        SourceEvent event = told.event().get();
        Verdict verdict = foresight.verdict(event, rule.spec().maxChainDepth());
        Evaluation evaluation = TriggerEvaluator.evaluate(
                event, CompiledRules.of(List.of(active(rule)), stage.ports().predicates()));
        if (evaluation.matches().isEmpty()) {
            return narration.withoutMatch(event, verdict, evaluation.explanations());
        }
        Repository repository = told.repository().get();
        Outlook outlook = foresight.outlook(evaluation.matches().get(0), event, repository);
        return narration.ofMatch(event, verdict, evaluation.matches().get(0), outlook);
    }

    private static AgentTriggerRule active(AgentTriggerRule rule) {
        if (rule.spec().lifecycleState() == LifecycleState.ACTIVE) {
            return rule;
        }
        Map<String, Object> document = ResourceCodec.write(rule);
        Map<String, Object> spec = new LinkedHashMap<>(Json.toTree(rule.spec()));
        spec.put("lifecycleState", "active");
        document.put("spec", spec);
        return (AgentTriggerRule) ResourceCodec.read(KindRegistry.of(AgentTriggerRule.class), document);
    }
}
