package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.rbac.Identity;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whoever writes, with the rights that they may give on: those of the user of their name and of the user's teams.
 *
 * @param authorizer the roles and bindings of the namespace
 * @param owned the service accounts that they own, as an administrator has confirmed
 */
record Author(Caller caller, Set<Identity> identities, Authorizer authorizer, Set<String> owned, Instant now) {

    static Author of(Records records, Caller caller, String namespace) {
        Set<Identity> identities = new LinkedHashSet<>(Set.of(new Identity(SubjectKind.USER, caller.name())));
        records.list(Team.class, Query.of("Team", namespace)).stream()
                .filter(team -> team.metadata().deletionTimestamp() == null)
                .filter(team -> team.spec().members().contains(caller.name()))
                .forEach(team -> identities.add(
                        new Identity(SubjectKind.TEAM, team.metadata().name())));
        Authorizer authorizer = Authorizer.of(
                records.list(Role.class, Query.of("Role", namespace)),
                records.list(AgentRoleBinding.class, Query.of("AgentRoleBinding", namespace)));
        Set<String> owned = OwnerNote.ownedBy(
                caller, records.list(AgentServiceAccount.class, Query.of("AgentServiceAccount", namespace)));
        return new Author(caller, identities, authorizer, owned, records.now());
    }

    String name() {
        return caller.name();
    }

    /**
     * Goes on if nothing is lacking.
     *
     * @throws RefusedException {@code FORBIDDEN} otherwise
     */
    void refuse(List<PolicyRule> lacking, String what, String otherwise) {
        if (!lacking.isEmpty()) {
            throw new RefusedException(
                    "FORBIDDEN",
                    "%s what %s does not have: %s; have an administrator save it, or get those rules or %s first"
                            .formatted(what, name(), Escalation.text(lacking), otherwise));
        }
    }
}
