package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.resource.Resource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps who writes roles, bindings and teams from giving away what they do not have.
 *
 * <p>An administrator may give everything. Others need every rule themselves, or the verb {@code escalate} on the role, or
 * {@code bind} on the role that they bind.
 */
final class Escalations {

    private final Records records;
    private final Caller caller;

    Escalations(Records records, Caller caller) {
        this.records = records;
        this.caller = caller;
    }

    /**
     * {@code next} as it may be stored, with a note of who admitted it.
     *
     * @throws RefusedException {@code FORBIDDEN} with the rules that the caller lacks
     */
    Resource admitted(Optional<Resource> before, Resource next) {
        if (next instanceof AgentRoleBinding binding) {
            return new BindingAdmission(author(next), before.map(AgentRoleBinding.class::cast), binding).admitted();
        }
        if (next instanceof AgentServiceAccount account) {
            return OwnerNote.on(before.map(AgentServiceAccount.class::cast), account, caller, records.now());
        }
        if (next instanceof AgentContextLabel label) {
            return LabelNote.on(before.map(AgentContextLabel.class::cast), label, caller, records.now());
        }
        if (!caller.administrator() && next instanceof Role role) {
            check(before.map(Role.class::cast), role);
        }
        if (!caller.administrator() && next instanceof Team team) {
            check(before.map(Team.class::cast), team);
        }
        return next;
    }

    private Author author(Resource resource) {
        return Author.of(records, caller, resource.metadata().namespace());
    }

    private void check(Optional<Role> before, Role role) {
        boolean same = before.filter(old -> old.spec().equals(role.spec()))
                .filter(old -> old.metadata().labels().equals(role.metadata().labels()))
                .isPresent();
        if (!same) {
            Author author = author(role);
            author.refuse(
                    Escalation.of(role, before.isEmpty(), author.authorizer(), author.identities()),
                    "role '%s' would hold".formatted(role.metadata().name()),
                    "the verb escalate on krate.a5c.ai/roles");
        }
    }

    /** Whoever joins a team gets what is bound to it. */
    private void check(Optional<Team> before, Team team) {
        Set<String> joining = new LinkedHashSet<>(team.spec().members());
        before.ifPresent(old -> old.spec().members().forEach(joining::remove));
        if (joining.isEmpty()) {
            return;
        }
        Author author = author(team);
        String name = team.metadata().name();
        List<PolicyRule> lacking = author.authorizer().bindings(SubjectKind.TEAM, name).stream()
                .flatMap(binding -> Escalation.of(binding, author.authorizer(), author.identities()).stream())
                .distinct()
                .toList();
        author.refuse(
                lacking,
                "team '%s' would give %s".formatted(name, String.join(", ", joining)),
                "the verb bind on the roles that are bound to the team");
    }
}
