package ai.a5c.krate.engine;

import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.List;

/**
 * One page of resources.
 *
 * @param next what to pass as {@link Query#after} for the following page; empty on the last one
 */
public record ResourceList(List<Resource> items, String next) {

    public ResourceList {
        items = List.copyOf(items);
    }
}
