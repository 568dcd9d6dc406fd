package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.resource.ResourceKey;

/**
 * A workspace that somebody wants.
 *
 * @param ref the branch, tag or full ref; empty for the repository's default branch
 * @param policy what says how long it is kept; empty for as long as nobody cleans it up
 * @param workItem what it is about, as in {@code issue/7}; may be empty
 */
public record NewWorkspace(
        String namespace, String organization, String repository, String ref, String policy, String workItem) {

    ResourceKey key() {
        return new ResourceKey("Repository", namespace, repository);
    }
}
