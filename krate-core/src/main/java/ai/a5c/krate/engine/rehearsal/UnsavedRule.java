package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.validate.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a rule that is not stored; kind, version, name and namespace need not be said. */
public final class UnsavedRule {

    private UnsavedRule() {}

    /**
     * The rule in {@code document}, which came as {@code $.rule}.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static AgentTriggerRule read(@Nullable Object document, String namespace) {
        Faults faults = new Faults();
        if (!(document instanceof Map<?, ?>)) {
            faults.at("$.rule", "required; expected the document of an AgentTriggerRule");
            faults.throwIfAny();
        }
        Kind kind = KindRegistry.of(AgentTriggerRule.class);
        Map<String, Object> rule = Trees.object(document);
        rule.putIfAbsent("apiVersion", kind.apiVersion());
        rule.putIfAbsent("kind", kind.name());
        if (!kind.name().equals(rule.get("kind"))) {
            faults.at("$.rule.kind", "expected '%s'".formatted(kind.name()));
        }
        Map<String, Object> metadata =
                rule.get("metadata") instanceof Map<?, ?> given ? Trees.object(given) : new LinkedHashMap<>();
        metadata.putIfAbsent("name", "unsaved");
        if (!namespace.equals(metadata.getOrDefault("namespace", namespace))) {
            faults.at("$.rule.metadata.namespace", "expected '%s', the organization's own".formatted(namespace));
        }
        rule.put("metadata", metadata);
        faults.throwIfAny();
        return (AgentTriggerRule) Trees.at("$.rule", () -> ResourceCodec.parse(rule, namespace));
    }
}
