package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.store.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the user for whom another system speaks: the one whom an identity mapping names, and nobody where that is not clear. */
final class Delegation {

    private final Desk desk;

    Delegation(Desk desk) {
        this.desk = desk;
    }

    /**
     * The user whom {@code person} is, asking through {@code speaker}.
     *
     * @param issuer the address of the system that knows the person; a mapping that names an address holds for that one alone
     * @throws RefusedException {@code POLICY_DENIED} if no mapping, or more than one user, is meant
     */
    Caller of(String namespace, Outsider person, String issuer, Caller speaker) {
        Query subjects = Query.of("IdentityMapping", namespace)
                .whereField("spec.provider", person.provider())
                .whereField("spec.subject", person.id());
        List<String> users = desk.list(IdentityMapping.class, subjects).stream()
                .filter(mapping -> mapping.metadata().deletionTimestamp() == null)
                .filter(mapping ->
                        mapping.spec().issuer().isEmpty() || same(mapping.spec().issuer(), issuer))
                .map(mapping -> mapping.spec().user())
                .filter(user -> desk.get(User.class, namespace, user)
                        .filter(found -> found.metadata().deletionTimestamp() == null)
                        .isPresent())
                .distinct()
                .toList();
        if (users.size() != 1) {
            throw new RefusedException(
                    "POLICY_DENIED",
                    users.isEmpty()
                            ? "no identity mapping says which user this user of %s is; add one with provider %s"
                                    .formatted(person.provider(), person.provider())
                            : "identity mappings name more than one user for this user of %s"
                                    .formatted(person.provider()));
        }
        return new Caller(
                users.get(0),
                Caller.Road.JENKINS,
                false,
                speaker.administrator() ? Set.of() : speaker.organizations(),
                Optional.empty(),
                speaker.principal(),
                "%s:%s by %s".formatted(person.provider(), person.id(), speaker.name()));
    }

    private static boolean same(String one, String other) {
        return one.replaceAll("/+$", "").equals(other.replaceAll("/+$", ""));
    }
}
