package ai.a5c.krate.store;

/** A committed write, as a watcher sees it; for a deletion the resource as it was, at the deletion's version. */
public record Change(Type type, StoredResource resource) {

    /** What happened, in the words of Kubernetes watches. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
