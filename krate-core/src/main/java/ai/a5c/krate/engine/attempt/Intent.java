package ai.a5c.krate.engine.attempt;

import java.util.Map;

/**
 * A mutation before it has its place.
 *
 * @param mustAsk whether no rule can let it happen without a person
 */
record Intent(
        String action,
        String target,
        String artifact,
        String contentDigest,
        String preview,
        Map<String, String> parameters,
        boolean mustAsk) {}
