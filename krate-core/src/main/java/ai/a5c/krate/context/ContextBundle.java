package ai.a5c.krate.context;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.redact.Finding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent is told, with where every part of it comes from.
 *
 * @param boundary what the fences around data carry; it stands nowhere else in the prompt
 * @param layers one entry a part, in the order of the prompt
 */
public record ContextBundle(String prompt, String boundary, List<LayerEntry> layers) {

    public ContextBundle {
        layers = List.copyOf(layers);
    }

    /** How many secrets were taken out, by category. */
    public Map<String, Integer> redactions() {
        Map<String, Integer> sum = new TreeMap<>();
        layers.forEach(layer -> layer.redactions().forEach((kind, count) -> sum.merge(kind, count, Integer::sum)));
        return Collections.unmodifiableMap(sum);
    }

    /** What readers should know of, over all parts. */
    public List<Finding> findings() {
        Map<Finding.Kind, Integer> sum = new EnumMap<>(Finding.Kind.class);
        layers.forEach(
                layer -> layer.findings().forEach(finding -> sum.merge(finding.kind(), finding.count(), Integer::sum)));
        return sum.entrySet().stream()
                .map(count -> new Finding(count.getKey(), count.getValue()))
                .toList();
    }

    /** The address of prompt and provenance together. */
    public Digest digest() {
        return CanonicalJson.digest(Map.of("boundary", boundary, "layers", layers, "prompt", Digest.of(prompt)));
    }

    /** What stands in the fences, in order: origin and restored text, byte for byte as they came but for redaction. */
    public List<Quoted> quoted() {
        return Fence.read(prompt, boundary);
    }

    /** Data from a fence. */
    public record Quoted(String origin, String text) {}
}
