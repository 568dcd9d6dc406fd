package ai.a5c.krate.engine;

import ai.a5c.krate.resource.Resource;

/**
 * What {@link ResourceDesk#delete} did.
 *
 * @param resource as it was last
 * @param gone whether it is no longer stored; false while finalizers or dependents keep it
 */
public record Deleted(Resource resource, boolean gone) {}
