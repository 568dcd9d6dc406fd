package ai.a5c.krate.render;

import java.util.Map;

/** The numbers of examples. */
final class ExampleNumbers {

    private static final Map<String, Long> KNOWN = Map.ofEntries(
            Map.entry("concurrentRuns", 4L),
            Map.entry("dailyCostUsd", 50L),
            Map.entry("costUsd", 2L),
            Map.entry("maxBudget", 2L),
            Map.entry("tokens", 200_000L),
            Map.entry("cpuMillis", 2_000L),
            Map.entry("memoryBytes", 2_147_483_648L),
            Map.entry("diskBytes", 8_589_934_592L),
            Map.entry("processes", 256L),
            Map.entry("maxAgeDays", 90L),
            Map.entry("maxBytes", 1_073_741_824L),
            Map.entry("bytes", 2_048L),
            Map.entry("promptBytes", 2_048L),
            Map.entry("maxActive", 4L),
            Map.entry("maxReplicas", 2L));

    private ExampleNumbers() {}

    /** The number for a field; 1 for one that is not known. */
    static long of(String field) {
        return KNOWN.getOrDefault(field, 1L);
    }
}
