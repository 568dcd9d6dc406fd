package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.Capacity.UNLIMITED;

import java.util.Map;

/**
 * How much may run at once of what has a limit of its own; what is not here has none.
 *
 * @param repositories by repository
 * @param stacks by stack
 * @param workItems of each work item, by organization
 * @param workItemsOf of each work item, by repository; the organization's holds as well
 */
public record OwnLimits(
        Map<Named, Integer> repositories,
        Map<Named, Integer> stacks,
        Map<String, Integer> workItems,
        Map<Named, Integer> workItemsOf) {

    /** Nothing has one. */
    public static final OwnLimits NONE = new OwnLimits(Map.of(), Map.of(), Map.of(), Map.of());

    public OwnLimits {
        repositories = Map.copyOf(repositories);
        stacks = Map.copyOf(stacks);
        workItems = Map.copyOf(workItems);
        workItemsOf = Map.copyOf(workItemsOf);
    }

    int ofRepository(Place place) {
        return repositories.getOrDefault(new Named(place.organization(), place.repository()), UNLIMITED);
    }

    int ofStack(Place place) {
        return stacks.getOrDefault(new Named(place.organization(), place.stack()), UNLIMITED);
    }

    int ofWorkItem(Place place) {
        return Math.min(
                workItems.getOrDefault(place.organization(), UNLIMITED),
                workItemsOf.getOrDefault(new Named(place.organization(), place.repository()), UNLIMITED));
    }

    /** Something of an organization. */
    public record Named(String organization, String name) {}
}
