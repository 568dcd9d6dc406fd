package ai.a5c.krate.dispatch;

import java.util.Map;
import java.util.Set;

/**
 * How much may run at once.
 *
 * @param pools {@code maxReplicas} by pool; a pool that is not here takes nothing
 * @param weights shares by organization; 1 for one that is not here
 * @param organization limit of each organization
 * @param organizations limits of those that have their own
 * @param repository limit of each repository
 * @param stack limit of each stack
 * @param workItem limit of each work item
 * @param trustedOnly pools that take trusted work alone
 * @param spent organizations that have spent what they may in a day, each with what people are told
 * @param own limits of repositories, stacks and work items that have their own; the general ones hold as well
 */
public record Capacity(
        Map<String, Integer> pools,
        Map<String, Integer> weights,
        int organization,
        Map<String, Integer> organizations,
        int repository,
        int stack,
        int workItem,
        Set<String> trustedOnly,
        Map<String, String> spent,
        OwnLimits own) {

    /** As much as there is room for. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public Capacity {
        pools = Map.copyOf(pools);
        weights = Map.copyOf(weights);
        organizations = Map.copyOf(organizations);
        trustedOnly = Set.copyOf(trustedOnly);
        spent = Map.copyOf(spent);
        weights.forEach((name, weight) -> {
            if (weight < 1) {
                throw new IllegalArgumentException(
                        "weight of organization %s must be at least 1, got %d".formatted(name, weight));
            }
        });
    }

    /** Only the pools limit. */
    public static Capacity of(Map<String, Integer> pools) {
        return new Capacity(pools, Map.of(), UNLIMITED, Map.of(), UNLIMITED, UNLIMITED, UNLIMITED);
    }

    /** Pools take work of any trust, and nobody has spent too much. */
    public Capacity(
            Map<String, Integer> pools,
            Map<String, Integer> weights,
            int organization,
            Map<String, Integer> organizations,
            int repository,
            int stack,
            int workItem) {
        this(
                pools,
                weights,
                organization,
                organizations,
                repository,
                stack,
                workItem,
                Set.of(),
                Map.of(),
                OwnLimits.NONE);
    }

    /** The same where {@code limits} hold for organizations of their own, and those of {@code more} spent too much. */
    public Capacity organizations(Map<String, Integer> limits, Map<String, String> more) {
        return new Capacity(pools, weights, organization, limits, repository, stack, workItem, trustedOnly, more, own);
    }

    /** The same where {@code limits} hold for what has its own. */
    public Capacity own(OwnLimits limits) {
        return new Capacity(
                pools, weights, organization, organizations, repository, stack, workItem, trustedOnly, spent, limits);
    }

    /** The same where {@code some} pools take trusted work alone. */
    public Capacity trustedOnly(Set<String> some) {
        return new Capacity(pools, weights, organization, organizations, repository, stack, workItem, some, spent, own);
    }

    int weight(String name) {
        return weights.getOrDefault(name, 1);
    }

    int ofPool(String name) {
        return pools.getOrDefault(name, 0);
    }

    int ofOrganization(String name) {
        return organizations.getOrDefault(name, organization);
    }

    int ofRepository(Place place) {
        return Math.min(repository, own.ofRepository(place));
    }

    int ofStack(Place place) {
        return Math.min(stack, own.ofStack(place));
    }

    /** Work on no work item is limited by none. */
    int ofWorkItem(Place place) {
        return place.workItem().isEmpty() ? UNLIMITED : Math.min(workItem, own.ofWorkItem(place));
    }
}
