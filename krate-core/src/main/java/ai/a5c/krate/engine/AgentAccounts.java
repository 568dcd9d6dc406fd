package ai.a5c.krate.engine;

import ai.a5c.krate.access.NativeSubject;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.store.Query;

/** The names that agents act under in an organization, none of which decides anything. */
final class AgentAccounts {

    private AgentAccounts() {}

    /** Whether {@code caller} comes under the name of an agent's account, whatever the road. */
    static boolean has(Records records, String namespace, Caller caller) {
        return records.list(AgentServiceAccount.class, Query.of("AgentServiceAccount", namespace)).stream()
                .anyMatch(account -> isNameOf(account, caller.name())
                        || caller.account()
                                .filter(outside -> isNameOf(account, outside.login()))
                                .isPresent());
    }

    private static boolean isNameOf(AgentServiceAccount account, String name) {
        AgentServiceAccount.Spec spec = account.spec();
        return name.equalsIgnoreCase(account.metadata().name())
                || name.equalsIgnoreCase(spec.serviceAccountName())
                || name.equals(NativeSubject.serviceAccount(spec.namespace(), spec.serviceAccountName())
                        .user());
    }
}
