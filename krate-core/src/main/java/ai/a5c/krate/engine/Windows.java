package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trigger.Rate;
import ai.a5c.krate.trigger.RateWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that say what happened lately: whoever counts in one writes it at the version that was read, so that of two who count
 * at once one looks again.
 */
public final class Windows {

    private static final String KIND = "RateWindow";

    private Windows() {}

    /** The row for {@code what}, which names the period: another one counts in other parts, so it counts anew. */
    public static ResourceKey key(String namespace, String what) {
        return new ResourceKey(KIND, namespace, Names.seeded("rate", what));
    }

    /** Whether {@code rate} is used up as the row at {@code key} says. */
    public static boolean isUsedUp(Records records, ResourceKey key, String rate) {
        return quota(records, key, Quota.Of.ACTOR, "", rate).isUsedUp();
    }

    /** How much of {@code rate} is used as the row at {@code key} says. */
    public static Quota quota(Records records, ResourceKey key, Quota.Of of, String subject, String rate) {
        Rate parsed = Rate.parse(rate);
        RateWindow window = records.transaction().get(key).map(Windows::window).orElse(RateWindow.EMPTY);
        return new Quota(
                of,
                subject,
                rate,
                window.used(records.now(), parsed.period()),
                window.freeAt(records.now(), parsed.period(), parsed.limit()));
    }

    /** Counts one more in the row at {@code key}. */
    public static void count(Records records, ResourceKey key, String rate) {
        Optional<StoredResource> before = records.transaction().get(key);
        RateWindow next = before.map(Windows::window)
                .orElse(RateWindow.EMPTY)
                .plus(records.now(), Rate.parse(rate).period());
        Map<String, Object> counts = new HashMap<>();
        next.counts().forEach((part, count) -> counts.put(Long.toString(part), count));
        records.transaction()
                .put(
                        new ResourceDraft(key, Map.of(), Map.of(), Json.write(counts)),
                        before.map(StoredResource::version).orElse(ResourceStore.ABSENT));
    }

    private static RateWindow window(StoredResource stored) {
        Map<Long, Integer> counts = new HashMap<>();
        Json.readObject(stored.document())
                .forEach((part, count) -> counts.put(Long.parseLong(part), ((Number) count).intValue()));
        return new RateWindow(counts);
    }
}
