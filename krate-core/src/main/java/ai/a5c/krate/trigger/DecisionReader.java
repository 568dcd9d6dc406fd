package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the decision of a stored record again, from what is in it. */
final class DecisionReader {

    /** Without these a record cannot be decided again. */
    private static final List<String> NEEDED = List.of(
            "event.uid",
            "event.organization",
            "event.source",
            "event.type",
            "event.repository",
            "event.actor.login",
            "event.trust",
            "event.text.trigger",
            "event.occurredAt",
            "facts.active",
            "rule.name",
            "rule.spec.lifecycleState",
            "rule.spec.taskKind",
            "rule.spec.untrusted",
            "rule.spec.match.repositories",
            "rule.spec.match.branches",
            "rule.spec.match.paths",
            "rule.spec.match.labels",
            "rule.spec.match.actors.permission",
            "rule.spec.match.ci",
            "rule.spec.dedupePolicy",
            "rule.spec.selectable",
            "rule.spec.concurrencyPolicy.mode");

    /** A condition in CEL may ask for the payload, which a record leaves out: that it held is a fact of the record. */
    private static final PredicateCompiler HELD = expression -> new EventPredicate() {

        @Override
        public boolean test(SourceEvent event) {
            return true;
        }

        @Override
        public String actual(SourceEvent event) {
            return "true";
        }
    };

    private DecisionReader() {}

    static DecisionRecord read(String text) {
        try {
            return read(Trees.read(text));
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("this is no record of a trigger decision: " + e.getMessage(), e);
        }
    }

    private static DecisionRecord read(Map<String, Object> record) {
        if (!DecisionRecord.KIND.equals(record.get("kind"))) {
            throw new IllegalArgumentException(
                    "this is no record of a trigger decision; its kind must be " + DecisionRecord.KIND);
        }
        NEEDED.forEach(path -> Trees.need(record, path));
        Input input = Json.fromTree(record, Input.class);
        if (input.facts().quotas().stream().anyMatch(quota -> quota.of() == null)) {
            throw new IllegalArgumentException(
                    "this is no record of a trigger decision: $.facts.quotas does not say of what");
        }
        SourceEvent event = Json.fromTree(input.event(), SourceEvent.class)
                .change()
                .payload(Payload.NONE)
                .build();
        AgentTriggerRule rule = rule(input.rule());
        DecisionRecord decided = decide(event, rule, input);
        return input.later().map(decided::turned).orElse(decided);
    }

    private static DecisionRecord decide(SourceEvent event, AgentTriggerRule rule, Input input) {
        List<Match> matches = TriggerEvaluator.evaluate(event, CompiledRules.of(List.of(rule), HELD))
                .matches();
        if (matches.isEmpty()) {
            return DecisionRecord.unmatched(event, rule, input.facts(), input.approved());
        }
        return input.approved()
                ? DecisionRecord.ofApproved(matches.get(0), event, input.facts())
                : DecisionRecord.of(matches.get(0), event, input.facts());
    }

    private static AgentTriggerRule rule(DecisionRecord.RuleAsItWas was) {
        Metadata named = Metadata.named(was.namespace(), was.name(), Map.of());
        Metadata metadata = new Metadata(
                named.name(),
                named.namespace(),
                named.uid(),
                was.generation(),
                named.resourceVersion(),
                named.creationTimestamp(),
                named.deletionTimestamp(),
                named.labels(),
                named.annotations(),
                named.ownerReferences(),
                named.finalizers(),
                named.managedFields());
        return new AgentTriggerRule(
                metadata,
                Json.fromTree(was.spec(), AgentTriggerRule.Spec.class),
                Json.fromTree(Map.of(), ReadyStatus.class));
    }

    /** What of a record is read; the rest is made again. */
    record Input(
            Map<String, Object> event,
            DecisionRecord.RuleAsItWas rule,
            AdmissionFacts facts,
            boolean approved,
            Optional<DecisionRecord.Turn> later) {}
}
