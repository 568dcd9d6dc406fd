package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.AgentServiceAccount.Owner;
import ai.a5c.krate.kind.identity.AgentServiceAccount.OwnerKind;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.ReadyStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the owner that a service account names may count: only once an administrator has saved the account.
 *
 * <p>Else everybody who may write could name themselves, and bind the account to any role that lets owners do so.
 */
final class OwnerNote {

    /** The condition that says so. */
    static final String CONFIRMED = "OwnerConfirmed";

    private OwnerNote() {}

    /** {@code next} with the condition, where it names an owner or did. */
    static AgentServiceAccount on(
            Optional<AgentServiceAccount> before, AgentServiceAccount next, Caller caller, Instant now) {
        Optional<Condition> known = next.status().conditions().stream()
                .filter(condition -> condition.type().equals(CONFIRMED))
                .findFirst();
        Owner owner = next.spec().owner();
        boolean named = owner.kind() != null || known.isPresent();
        boolean same = before.filter(old -> old.spec().owner().equals(owner)).isPresent();
        boolean confirmed = caller.administrator();
        boolean settled = same
                && known.filter(condition -> condition.status().equals("True") || !confirmed)
                        .isPresent();
        return !named || settled ? next : noted(before, next, confirmed, now);
    }

    private static AgentServiceAccount noted(
            Optional<AgentServiceAccount> before, AgentServiceAccount next, boolean confirmed, Instant now) {
        boolean same = before.filter(old -> old.spec().equals(next.spec())).isPresent();
        Condition condition = new Condition(
                CONFIRMED,
                confirmed ? "True" : "False",
                confirmed ? "AdministratorConfirmed" : "AwaitingAdministrator",
                confirmed
                        ? "an administrator has saved the account with its owner"
                        : "the owner counts once an administrator has saved the account",
                before.map(old -> old.metadata().generation()).orElse(0L) + (same ? 0 : 1),
                now);
        return next.with(new ReadyStatus(
                next.status().observedGeneration(), Condition.with(next.status().conditions(), condition)));
    }

    /** The names of those of {@code accounts} that {@code caller} owns. */
    static Set<String> ownedBy(Caller caller, Collection<AgentServiceAccount> accounts) {
        return accounts.stream()
                .filter(account -> account.spec().owner().kind() == OwnerKind.USER
                        && account.spec().owner().name().equals(caller.name()))
                .filter(account -> account.status().conditions().stream()
                        .anyMatch(condition -> condition.type().equals(CONFIRMED)
                                && condition.status().equals("True")))
                .map(account -> account.metadata().name())
                .collect(Collectors.toSet());
    }
}
