package ai.a5c.krate.engine.draft;

import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.core.Organization.Quotas;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trigger.Rate;
import ai.a5c.krate.trigger.RateWindow;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts decisions by actor and repository and new runs by rule, in rows that the deciding transaction has locked. */
public final class Rates {

    private static final String KIND = "RateWindow";

    /** What is limited, an actor's first. */
    public List<Quota> quotas(Records records, Counted counted) {
        List<Quota> quotas = new ArrayList<>();
        if (counted.personal()) {
            Quotas limits = limits(records, counted);
            quotas.add(quota(records, counted, Quota.Of.ACTOR, limits.perActor()));
            quotas.add(quota(records, counted, Quota.Of.REPOSITORY, limits.perRepository()));
        }
        if (!counted.rate().isEmpty()) {
            quotas.add(quota(records, counted, Quota.Of.RULE, counted.rate()));
        }
        return quotas;
    }

    private static Quotas limits(Records records, Counted counted) {
        return records.get(
                        Organization.class,
                        ResourceDesk.INSTALLATION,
                        counted.event().organization())
                .map(organization -> organization.spec().quotas())
                .orElse(new Quotas(0, 0, 0, "120/h", "600/h"));
    }

    private static Quota quota(Records records, Counted counted, Quota.Of of, String rate) {
        Quota empty = new Quota(of, subject(counted, of), rate, 0);
        int used = read(records, key(counted, empty))
                .map(stored ->
                        window(stored).used(records.now(), Rate.parse(rate).period()))
                .orElse(0);
        return new Quota(of, empty.subject(), rate, used);
    }

    private static String subject(Counted counted, Quota.Of of) {
        return switch (of) {
            case ACTOR -> counted.event().actor().login();
            case REPOSITORY -> counted.event().repository();
            case RULE -> counted.rule();
        };
    }

    /** Counts a decision that used {@code quotas}; a rule's only if it makes a run. */
    public void count(Records records, Counted counted, List<Quota> quotas, boolean makesRun) {
        for (Quota quota : quotas) {
            if (quota.of() != Quota.Of.RULE || makesRun) {
                count(records, key(counted, quota), Rate.parse(quota.rate()));
            }
        }
    }

    private static void count(Records records, ResourceKey key, Rate rate) {
        Optional<StoredResource> before = read(records, key);
        RateWindow next = before.map(Rates::window).orElse(RateWindow.EMPTY).plus(records.now(), rate.period());
        Map<String, Object> counts = new HashMap<>();
        next.counts().forEach((part, count) -> counts.put(Long.toString(part), count));
        records.transaction()
                .put(
                        new ResourceDraft(key, Map.of(), Map.of(), Json.write(counts)),
                        before.map(StoredResource::version).orElse(ResourceStore.ABSENT));
    }

    private static Optional<StoredResource> read(Records records, ResourceKey key) {
        return records.transaction().get(key);
    }

    private static RateWindow window(StoredResource stored) {
        Map<Long, Integer> counts = new HashMap<>();
        Json.readObject(stored.document())
                .forEach((part, count) -> counts.put(Long.parseLong(part), ((Number) count).intValue()));
        return new RateWindow(counts);
    }

    /** Another rate counts in other parts, so it counts anew; strangers cannot use up what people of trust have. */
    private static ResourceKey key(Counted counted, Quota quota) {
        String period = Rate.parse(quota.rate()).period().toString();
        boolean strange = quota.of() == Quota.Of.REPOSITORY && counted.event().trust() != Trust.TRUSTED;
        String what = "%s/%s/%s%s".formatted(quota.of(), quota.subject(), period, strange ? "/others" : "");
        return new ResourceKey(KIND, counted.namespace(), Names.seeded("rate", what));
    }

    /**
     * What is decided about.
     *
     * @param personal whether actor and repository are counted; not for what a person agreed to or a clock asks for
     * @param rule the rule that asks; empty for none
     * @param rate the rule's; empty for none
     */
    public record Counted(String namespace, SourceEvent event, boolean personal, String rule, String rate) {}
}
