package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.Capacity;
import ai.a5c.krate.dispatch.OwnLimits;
import ai.a5c.krate.dispatch.OwnLimits.Named;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.RunnerPool.TrustTier;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.core.Organization.Quotas;
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
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * How much may run at once: what pools take, what organizations, repositories, stacks and work items may have at work, and
 * what organizations may spend in a day.
 */
public final class Capacities {

    /** The indexed field that only what is limited has, so that nothing else is read. */
    static final String FIELD = "spec.limited";

    private final ConcurrentMap<ResourceKey, Known> known = new ConcurrentHashMap<>();

    /** Whether {@code resource} is a repository or a stack with a limit on what is at work at the same time. */
    static boolean isLimited(Resource resource) {
        return resource instanceof Repository repository
                ? repository.spec().quotas().limitsWork()
                : resource instanceof AgentStack stack && stack.spec().quotas().concurrentRuns() > 0;
    }

    /** The capacity at {@code now}, of what {@code list} and {@code get} see. */
    public Capacity at(Instant now, Function<Query, Page> list, Function<ResourceKey, Optional<StoredResource>> get) {
        Map<String, Integer> pools = new HashMap<>();
        Set<String> trustedOnly = new HashSet<>();
        for (RunnerPool pool : all(RunnerPool.class, list, query -> query)) {
            String name = pool.metadata().namespace() + "/" + pool.metadata().name();
            pools.put(name, pool.spec().maxReplicas());
            if (pool.spec().trustTier() == TrustTier.TRUSTED) {
                trustedOnly.add(name);
            }
        }
        List<Organization> all = all(Organization.class, list, query -> query);
        Map<String, String> spent = new HashMap<>();
        for (Organization organization : all) {
            String namespace = organization.spec().namespaceName();
            if (organization.spec().quotas().dailyCostUsd() > 0) {
                overspent(organization, get.apply(DailyCosts.key(namespace, now)))
                        .ifPresent(message -> spent.put(namespace, message));
            }
        }
        return Capacity.of(pools)
                .trustedOnly(trustedOnly)
                .organizations(quotas(all, Quotas::concurrentRuns), spent)
                .own(own(all, list));
    }

    private OwnLimits own(List<Organization> organizations, Function<Query, Page> list) {
        List<Repository> repositories = all(Repository.class, list, Capacities::limited);
        return new OwnLimits(
                limits(repositories, one -> one.spec().quotas().concurrentRuns()),
                limits(
                        all(AgentStack.class, list, Capacities::limited),
                        one -> one.spec().quotas().concurrentRuns()),
                quotas(organizations, Quotas::concurrentRunsPerWorkItem),
                limits(repositories, one -> one.spec().quotas().concurrentRunsPerWorkItem()));
    }

    private static Query limited(Query query) {
        return query.whereField(FIELD, "true");
    }

    private static Map<String, Integer> quotas(List<Organization> organizations, ToIntFunction<Quotas> limit) {
        Map<String, Integer> limits = new HashMap<>();
        for (Organization one : organizations) {
            int most = limit.applyAsInt(one.spec().quotas());
            if (most > 0) {
                limits.put(one.spec().namespaceName(), most);
            }
        }
        return limits;
    }

    private static <R extends Resource> Map<Named, Integer> limits(List<R> resources, ToIntFunction<R> limit) {
        Map<Named, Integer> limits = new HashMap<>();
        for (R one : resources) {
            if (limit.applyAsInt(one) > 0) {
                limits.put(new Named(one.metadata().namespace(), one.metadata().name()), limit.applyAsInt(one));
            }
        }
        return limits;
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

    private <R extends Resource> List<R> all(Class<R> kind, Function<Query, Page> list, UnaryOperator<Query> narrowed) {
        List<R> all = new ArrayList<>();
        Query query = narrowed.apply(Query.all(kind.getSimpleName()));
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
