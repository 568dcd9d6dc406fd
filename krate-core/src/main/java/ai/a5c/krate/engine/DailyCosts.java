package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** What the attempts of each organization cost in each day of UTC, counted in the transaction that hears of it. */
final class DailyCosts {

    private static final String KIND = "DailyCost";
    private static final String COST = "costUsd";

    private DailyCosts() {}

    /** Counts what {@code next} cost more than {@code before}, if they are attempts. */
    static void count(Records records, Optional<StoredResource> before, Resource next) {
        if (!(next instanceof AgentDispatchAttempt attempt) || attempt.status().costUsd() <= 0) {
            return;
        }
        double known = before.map(stored -> ((AgentDispatchAttempt) StoredRecords.read(stored))
                        .status()
                        .costUsd())
                .orElse(0.0);
        double more = attempt.status().costUsd() - known;
        if (more > 0) {
            ResourceKey key = key(attempt.metadata().namespace(), records.now());
            Optional<StoredResource> counted = records.transaction().get(key);
            records.transaction()
                    .put(
                            new ResourceDraft(key, Map.of(), Map.of(), Json.write(Map.of(COST, cost(counted) + more))),
                            counted.map(StoredResource::version).orElse(ResourceStore.ABSENT));
        }
    }

    /** Where the cost of the day of {@code now} is counted. */
    static ResourceKey key(String namespace, Instant now) {
        return new ResourceKey(
                KIND, namespace, now.atZone(ZoneOffset.UTC).toLocalDate().toString());
    }

    /** What was counted, in US dollars. */
    static double cost(Optional<StoredResource> counted) {
        return counted.map(stored -> Json.readObject(stored.document()).get(COST)).stream()
                .filter(Number.class::isInstance)
                .mapToDouble(cost -> ((Number) cost).doubleValue())
                .sum();
    }
}
