package ai.a5c.krate.store;

/** Thrown when a watcher asks for changes from before the change log begins. */
public final class VersionGoneException extends RuntimeException {

    public VersionGoneException(long asked, long oldest) {
        super("changes after version %d are gone, the log begins at %d; list again".formatted(asked, oldest));
    }
}
