package ai.a5c.krate.causality;

import ai.a5c.krate.digest.MacKey;
import java.util.List;

/**
 * What the engine looked up about where an event comes from.
 *
 * @param ownActorId the forge's id of Krate's own identity; empty if it has none there
 * @param depth how many runs stand behind the event: 0 if a person caused it
 * @param maxChainDepth how many are allowed, usually 0
 * @param markerKeys keys with which our markers may be signed: the current one and those before
 */
public record Ancestry(String ownActorId, int depth, int maxChainDepth, List<MacKey> markerKeys) {

    public Ancestry {
        markerKeys = List.copyOf(markerKeys);
        if (depth < 0 || maxChainDepth < 0) {
            throw new IllegalArgumentException("depths count from 0");
        }
    }
}
