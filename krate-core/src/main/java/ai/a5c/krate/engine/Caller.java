package ai.a5c.krate.engine;

import ai.a5c.krate.resource.ResourceKey;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, and where they may.
 *
 * @param name as it stands in the audit trail
 * @param road how the request came
 * @param administrator whether every organization is open to them, the installation's own resources too
 * @param organizations where they may read and write
 * @param account the account at a forge that asks; empty if they ask Krate itself
 * @param principal the id that they were let in under, as {@link ai.a5c.krate.access.Principals} knows it; empty if the
 *     program that let them in gives none
 * @param through what speaks for them and under which name it knows them; empty if they ask themselves
 */
public record Caller(
        String name,
        Road road,
        boolean administrator,
        Set<String> organizations,
        Optional<Account> account,
        String principal,
        String through) {

    /** The engine itself. */
    public static final Caller SYSTEM = new Caller("krate", Road.SYSTEM, true, Set.of());

    public Caller {
        organizations = Set.copyOf(organizations);
    }

    /** Somebody for whom nobody speaks. */
    public Caller(String name, Road road, boolean administrator, Set<String> organizations, Optional<Account> account) {
        this(name, road, administrator, organizations, account, "", "");
    }

    /** Somebody who asks Krate itself. */
    public Caller(String name, Road road, boolean administrator, Set<String> organizations) {
        this(name, road, administrator, organizations, Optional.empty());
    }

    /** An account at a forge, which Krate knows under {@code name}. */
    public static Caller at(String name, String organization, Account account) {
        return new Caller(name, Road.COMMENT, false, Set.of(organization), Optional.of(account));
    }

    /** The same, let in under {@code id}. */
    public Caller under(String id) {
        return new Caller(name, road, administrator, organizations, account, id, through);
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

    /**
     * An account at a forge, as the forge speaks of it at this moment.
     *
     * @param provider the forge's kind, such as {@code gitea}
     * @param login names can be taken by others
     * @param id the forge's own id; ids cannot
     * @param permission what it may do in the repository: none, read, triage, write, admin or owner
     * @param repository the name of the {@code Repository} resource that the permission is in
     */
    public record Account(String provider, String login, String id, String permission, String repository) {

        private static final Set<String> WRITING = Set.of("write", "admin", "owner");

        /** Whether it may write to the repository. */
        public boolean mayWrite() {
            return WRITING.contains(permission);
        }
    }

    /** How requests come. */
    public enum Road {
        API,
        CONSOLE,
        CLI,
        COMMENT,
        JENKINS,
        SYSTEM;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
