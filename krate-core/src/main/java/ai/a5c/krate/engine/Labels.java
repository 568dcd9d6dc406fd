package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels that lists filter on, all below {@code krate.a5c.ai/}. */
public final class Labels {

    private static final String PREFIX = "krate.a5c.ai/";

    /** What a label that follows from a reference is called, by the kind that is referred to. */
    private static final Map<String, String> BY_KIND = Map.of(
            "Organization", "org",
            "Repository", "repository",
            "AgentStack", "agent-stack",
            "AgentTriggerRule", "trigger-rule",
            "AgentDispatchRun", "dispatch-run",
            "RunnerPool", "runner-pool",
            "AgentServiceAccount", "service-account",
            "AgentWorkspace", "workspace");

    private static final List<String> OTHERS = List.of("namespace", "source-kind", "source-name", "work-item");

    private Labels() {}

    /** Labels from alternating names (without prefix) and full values; empty values are left out. */
    public static Map<String, String> of(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                labels.put(PREFIX + namesAndValues[i], Names.label(namesAndValues[i + 1]));
            }
        }
        return labels;
    }

    /** Whether only Krate sets the label {@code name}. */
    static boolean isOurs(String name) {
        return name.startsWith(PREFIX)
                && (OTHERS.contains(name.substring(PREFIX.length()))
                        || BY_KIND.containsValue(name.substring(PREFIX.length())));
    }

    /** {@code labels} without those that only Krate sets. */
    static Map<String, String> peoples(Map<String, String> labels) {
        Map<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeIf(Labels::isOurs);
        return kept;
    }

    /** {@code document} without the labels that only Krate sets; nobody is said to own those. */
    static Map<String, Object> peoplesOwn(Map<String, Object> document) {
        if (!(document.get("metadata") instanceof Map<?, ?> given)
                || !(given.get("labels") instanceof Map<?, ?> labels)
                || labels.keySet().stream().noneMatch(name -> isOurs(String.valueOf(name)))) {
            return document;
        }
        Map<Object, Object> kept = new LinkedHashMap<>(labels);
        kept.keySet().removeIf(name -> isOurs(String.valueOf(name)));
        Map<Object, Object> metadata = new LinkedHashMap<>(given);
        metadata.put("labels", kept);
        if (kept.isEmpty()) {
            metadata.remove("labels");
        }
        Map<String, Object> own = new LinkedHashMap<>(document);
        own.put("metadata", metadata);
        return own;
    }

    /** The labels that follow from what a document of {@code kind} says, of several references to a kind the first. */
    static Map<String, String> implied(Kind kind, Map<String, Object> document) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("namespace", Fields.text(document, "metadata.namespace"));
        if (kind.name().equals("Organization")) {
            values.put("org", Fields.text(document, "metadata.name"));
        }
        for (Reference reference : kind.references()) {
            String name = BY_KIND.getOrDefault(reference.kind(), "");
            if (!name.isEmpty() && reference.path().startsWith("spec.")) {
                String value = Fields.text(document, reference.path());
                values.merge(name, value, (first, second) -> first.isEmpty() ? second : first);
            }
        }
        Map<String, String> labels = new TreeMap<>();
        values.forEach((name, value) -> labels.putAll(of(name, value)));
        return labels;
    }
}
