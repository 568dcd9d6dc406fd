package ai.a5c.krate.engine;

import ai.a5c.krate.resource.ResourceKey;
import java.util.Locale;
import java.util.Set;

/**
 * Who asks, and where they may.
 *
 * @param name as it stands in the audit trail
 * @param road how the request came
 * @param administrator whether every organization is open to them, the installation's own resources too
 * @param organizations where they may read and write
 */
public record Caller(String name, Road road, boolean administrator, Set<String> organizations) {

    /** The engine itself. */
    public static final Caller SYSTEM = new Caller("krate", Road.SYSTEM, true, Set.of());

    public Caller {
        organizations = Set.copyOf(organizations);
    }

    /** Whether they may read and write in {@code organization}. */
    public boolean mayIn(String organization) {
        return administrator || organizations.contains(organization);
    }

    /**
     * Lets the caller go on where they may be.
     *
     * @throws RefusedException {@code NOT_FOUND} elsewhere, as if {@code subject} were not there
     */
    public void require(String organization, ResourceKey subject) {
        if (!mayIn(organization)) {
            throw new RefusedException(
                    "NOT_FOUND",
                    "%s %s/%s is not there".formatted(subject.kind(), subject.namespace(), subject.name()));
        }
    }

    /** How requests come. */
    public enum Road {
        API,
        CONSOLE,
        CLI,
        COMMENT,
        SYSTEM;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
