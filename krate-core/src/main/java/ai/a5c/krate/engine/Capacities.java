package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.Capacity;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.RunnerPool.TrustTier;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.StoredResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** How much may run at once: what pools take, and what organizations may have at work and spend in a day. */
public final class Capacities {

    private final ConcurrentMap<ResourceKey, Known> known = new ConcurrentHashMap<>();

    /** The capacity at {@code now}, of what {@code list} and {@code get} see. */
    public Capacity at(Instant now, Function<Query, Page> list, Function<ResourceKey, Optional<StoredResource>> get) {
        Map<String, Integer> pools = new HashMap<>();
        Set<String> trustedOnly = new HashSet<>();
        for (RunnerPool pool : all(RunnerPool.class, list)) {
            String name = pool.metadata().namespace() + "/" + pool.metadata().name();
            pools.put(name, pool.spec().maxReplicas());
            if (pool.spec().trustTier() == TrustTier.TRUSTED) {
                trustedOnly.add(name);
            }
        }
        Map<String, Integer> organizations = new HashMap<>();
        Map<String, String> spent = new HashMap<>();
        for (Organization organization : all(Organization.class, list)) {
            String namespace = organization.spec().namespaceName();
            Organization.Quotas quotas = organization.spec().quotas();
            if (quotas.concurrentRuns() > 0) {
                organizations.put(namespace, quotas.concurrentRuns());
            }
            if (quotas.dailyCostUsd() > 0) {
                overspent(organization, get.apply(DailyCosts.key(namespace, now)))
                        .ifPresent(message -> spent.put(namespace, message));
            }
        }
        return Capacity.of(pools).trustedOnly(trustedOnly).organizations(organizations, spent);
    }

    private static Optional<String> overspent(Organization organization, Optional<StoredResource> counted) {
        double limit = organization.spec().quotas().dailyCostUsd();
        double spent = DailyCosts.cost(counted);
        return spent < limit
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "organization %s has spent %.2f of %.2f US dollars today; it goes on after midnight UTC",
                        organization.metadata().name(),
                        spent,
                        limit));
    }

    private <R extends Resource> List<R> all(Class<R> kind, Function<Query, Page> list) {
        List<R> all = new ArrayList<>();
        Query query = Query.all(kind.getSimpleName());
        while (true) {
            Page page = list.apply(query);
            page.items().forEach(stored -> all.add(kind.cast(read(stored))));
            if (page.next().isEmpty()) {
                return all;
            }
            query = query.after(page.next());
        }
    }

    private Resource read(StoredResource stored) {
        return known.compute(
                        stored.key(),
                        (key, before) -> before != null && before.version() == stored.version()
                                ? before
                                : new Known(stored.version(), StoredRecords.read(stored)))
                .resource();
    }

    private record Known(long version, Resource resource) {}
}
