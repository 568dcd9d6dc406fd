package ai.a5c.krate.context;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.redact.Finding;
import ai.a5c.krate.trust.Trust;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one part.
 *
 * @param origin in one line, without what hides
 * @param digest of the whole redacted text, so that a later change shows as drift
 * @param bytes how much of it stands in the prompt
 * @param truncatedBytes how much was left out
 * @param redactions how many secrets were taken out of text, values and origin, by category
 * @param findings what readers should know of the text as it came
 */
public record LayerEntry(
        Layer layer,
        String origin,
        Trust trust,
        String mediaType,
        Digest digest,
        int bytes,
        int truncatedBytes,
        Map<String, Integer> redactions,
        List<Finding> findings) {

    public LayerEntry {
        redactions = Collections.unmodifiableMap(new TreeMap<>(redactions));
        findings = List.copyOf(findings);
    }
}
