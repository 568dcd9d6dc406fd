package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import org.jspecify.annotations.Nullable;

/** Thrown when a write expected another version than the one that is stored. */
public final class VersionConflictException extends RuntimeException {

    public VersionConflictException(ResourceKey key, long expected, long actual) {
        super("%s was expected at version %d but is at version %d; read it again and reapply the change"
                .formatted(key, expected, actual));
    }

    /** A conflict that the database found by itself. */
    public VersionConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
