package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.core.Organization.Quotas;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.trigger.AdmissionDecision;
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
final class Rates {

    private static final String KIND = "RateWindow";

    /** What is limited, an actor's first; not what a person agreed to or a clock asks for. */
    List<Quota> quotas(Records records, Request request) {
        List<Quota> quotas = new ArrayList<>();
        if (!request.approved() && request.event().source() != Source.SCHEDULE) {
            Quotas limits = limits(records, request);
            quotas.add(quota(records, request, Quota.Of.ACTOR, limits.perActor()));
            quotas.add(quota(records, request, Quota.Of.REPOSITORY, limits.perRepository()));
        }
        String rate = request.match().rule().spec().concurrencyPolicy().rate();
        if (!rate.isEmpty()) {
            quotas.add(quota(records, request, Quota.Of.RULE, rate));
        }
        return quotas;
    }

    private static Quotas limits(Records records, Request request) {
        return records.get(
                        Organization.class,
                        ResourceDesk.INSTALLATION,
                        request.event().organization())
                .map(organization -> organization.spec().quotas())
                .orElse(new Quotas(0, 0, "120/h", "600/h"));
    }

    private static Quota quota(Records records, Request request, Quota.Of of, String rate) {
        Quota empty = new Quota(of, subject(request, of), rate, 0);
        int used = read(records, key(request, empty))
                .map(stored ->
                        window(stored).used(records.now(), Rate.parse(rate).period()))
                .orElse(0);
        return new Quota(of, empty.subject(), rate, used);
    }

    private static String subject(Request request, Quota.Of of) {
        return switch (of) {
            case ACTOR -> request.event().actor().login();
            case REPOSITORY -> request.event().repository();
            case RULE -> request.rule();
        };
    }

    /** Counts a decision that used {@code quotas}; a rule's only if it makes a run. */
    void count(Records records, Request request, List<Quota> quotas, AdmissionDecision decision) {
        for (Quota quota : quotas) {
            if (quota.of() != Quota.Of.RULE || decision.makesRun()) {
                count(records, key(request, quota), Rate.parse(quota.rate()));
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
    private static ResourceKey key(Request request, Quota quota) {
        String period = Rate.parse(quota.rate()).period().toString();
        boolean strange = quota.of() == Quota.Of.REPOSITORY && request.event().trust() != Trust.TRUSTED;
        String counted = "%s/%s/%s%s".formatted(quota.of(), quota.subject(), period, strange ? "/others" : "");
        return new ResourceKey(KIND, request.namespace(), Names.seeded("rate", counted));
    }
}
