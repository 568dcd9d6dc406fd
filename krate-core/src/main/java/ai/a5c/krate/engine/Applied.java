package ai.a5c.krate.engine;

import ai.a5c.krate.resource.Resource;

/** What {@link ResourceDesk#apply} did. */
public record Applied(Resource resource, Outcome outcome) {

    /** What became of a document. */
    public enum Outcome {
        CREATED,
        CONFIGURED,
        UNCHANGED
    }
}
