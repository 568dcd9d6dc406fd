package ai.a5c.krate.store;

import java.util.List;

/**
 * One page of a list.
 *
 * @param next what to pass as {@link Query#after} for the following page; empty on the last one
 */
public record Page(List<StoredResource> items, String next) {

    public Page {
        items = List.copyOf(items);
    }
}
