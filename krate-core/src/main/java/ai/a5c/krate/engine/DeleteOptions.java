package ai.a5c.krate.engine;

/**
 * How a resource is deleted.
 *
 * @param dryRun whether everything is done but stored
 * @param propagation what becomes of what belongs to it or refers to it
 * @param uid the uid that it must have, or empty for any
 * @param resourceVersion the version that it must be at, or empty for any
 */
public record DeleteOptions(boolean dryRun, Propagation propagation, String uid, String resourceVersion) {

    /** Deletes what nothing else needs, at any version. */
    public static final DeleteOptions BACKGROUND = new DeleteOptions(false, Propagation.BACKGROUND, "", "");

    /** What becomes of what belongs to the resource, in the words of Kubernetes. */
    public enum Propagation {
        /** What it owns goes after it. */
        BACKGROUND,
        /** What it owns goes before it; what refers to it loses it. */
        FOREGROUND,
        /** What it owns stays, without this owner. */
        ORPHAN
    }
}
